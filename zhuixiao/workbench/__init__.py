"""Composition only: the home pages and the search over everything."""
