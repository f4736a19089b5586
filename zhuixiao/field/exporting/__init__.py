"""Lists of field sales as files."""
