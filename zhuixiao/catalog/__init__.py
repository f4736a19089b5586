"""What is chosen from: pick lists, channels, regions, products."""
