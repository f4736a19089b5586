"""Customers, products, people and options that the rows of a file name."""
