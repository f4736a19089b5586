"""Everything that changes activities."""
