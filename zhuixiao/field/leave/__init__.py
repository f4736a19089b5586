"""How a leave is counted, and told in words."""
