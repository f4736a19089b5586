"""Telling people, and their reading of it."""

from .telling import mark_done, mute, notify

__all__ = ["mark_done", "mute", "notify"]
