"""What is read about activities."""
