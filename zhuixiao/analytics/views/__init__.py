"""Pages of summary tables."""
