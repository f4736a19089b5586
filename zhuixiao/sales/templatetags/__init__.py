"""Template words of selling."""
