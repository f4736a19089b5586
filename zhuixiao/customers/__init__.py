"""The company's customers: the one table, contacts, ownership, views, import, export, search."""
