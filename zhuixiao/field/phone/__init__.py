"""What the phone's page is made of, what it is given, and what it sends."""
