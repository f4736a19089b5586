"""Records of field sales."""
