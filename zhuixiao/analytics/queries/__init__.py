"""Reading summary tables: their figures, their chart, what they tell in words."""
