"""Everything that writes in the organisation."""
