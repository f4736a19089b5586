"""Making a large company fast: the rows that the actions would write, without the actions."""
