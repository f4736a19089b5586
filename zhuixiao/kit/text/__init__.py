"""Pure rules for text, numbers, dates and phones as people write them."""
# Chinese on purpose: these rules are about Chinese names, numbers and dates.
