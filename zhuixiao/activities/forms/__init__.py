"""The shape of what people type; rules belong to the actions."""
