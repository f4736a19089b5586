"""Pure rules for text, numbers, dates and phones as people write them."""
