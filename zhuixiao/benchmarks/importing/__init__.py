"""The import of a large workbook beside bare `executemany` of the same rows."""
