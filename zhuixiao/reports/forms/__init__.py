"""What pages of reports ask for."""
