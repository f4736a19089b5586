"""Pages of field sales."""
