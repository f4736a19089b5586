"""How a day at work is reckoned, and who tells that somebody was there."""
