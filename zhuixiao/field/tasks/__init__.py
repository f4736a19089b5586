"""Background work of field sales."""
