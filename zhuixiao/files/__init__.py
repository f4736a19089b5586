"""Guarded uploads: decided by content, re-encoded, shown only to those who see their record."""
