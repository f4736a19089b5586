"""The catalogue's pages, all in the settings area."""
