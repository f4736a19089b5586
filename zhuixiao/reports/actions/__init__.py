"""Writing, submitting and judging reports."""
