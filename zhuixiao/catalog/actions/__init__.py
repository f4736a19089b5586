"""Changes of pick lists, channels, regions and products."""
