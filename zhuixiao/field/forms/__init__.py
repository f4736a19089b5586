"""Shapes of what people type in the field."""
