"""What field sales adds to the shell and to lower apps, area by area."""
