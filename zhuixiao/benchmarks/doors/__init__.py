"""Measured at the door of the served program: how much it takes in while others send too."""
