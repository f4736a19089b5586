"""Translations without the gettext programs: read .po, write .mo, find what is missing."""
