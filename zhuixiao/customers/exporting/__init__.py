"""Customer lists out: chosen columns of what the table shows, as Excel, CSV or business cards."""
