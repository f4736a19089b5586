"""What writes records of field sales."""
