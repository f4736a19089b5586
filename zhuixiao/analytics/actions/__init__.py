"""Keeping, sharing and deleting summary tables."""
