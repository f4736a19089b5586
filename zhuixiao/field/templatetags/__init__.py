"""Words of templates for field sales."""
