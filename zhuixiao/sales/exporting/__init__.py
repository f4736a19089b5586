"""Lists of sales as files: which rows and columns, making them, and who must agree."""
