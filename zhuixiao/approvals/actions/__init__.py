"""Asking, deciding, standing in, and setting flows up."""
