"""Measured at the door of one served process: how much it takes in while others send too."""
