"""Records of field sales."""

from .phone import Receipt

__all__ = ["Receipt"]
