"""Products in and out as tables: columns, reading, what a file would change, writing."""
