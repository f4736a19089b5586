"""Orders, payments and opportunities from a table: columns, looking at it, carrying it out.

A file is read once into a table on the disk, sorted there by day and number, and written in chunks
of one transaction each: memory stays flat, and the rows of an order may stand anywhere.
"""
