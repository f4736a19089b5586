"""Work on customers outside of requests."""
