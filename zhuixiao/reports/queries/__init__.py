"""Reading reports and the facts that they stand on."""
