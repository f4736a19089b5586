"""Who has to decide, which flow holds, and what waits."""
