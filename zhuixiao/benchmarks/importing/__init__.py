"""The import of a large workbook beside a bare `executemany` of the same rows."""
