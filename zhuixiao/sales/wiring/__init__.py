"""What selling adds to the shell and to lower apps, area by area."""
