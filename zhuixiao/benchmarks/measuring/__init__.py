"""Asking the product through its whole stack, and the database behind its back."""
