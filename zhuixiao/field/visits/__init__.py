"""The steps of a visit, and what proves that somebody was there."""
