"""Fixed vocabularies of field sales."""
