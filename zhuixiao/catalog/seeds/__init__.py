"""What every company starts with: options of the pick lists, channels, regions."""
