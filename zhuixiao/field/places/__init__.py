"""The map services that know what a place is called."""
