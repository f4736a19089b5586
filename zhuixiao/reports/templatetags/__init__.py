"""Parts of pages that stand on them by the thousand."""
