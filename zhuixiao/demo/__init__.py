"""A believable company to look at and to measure with: the same world on every machine and day."""
