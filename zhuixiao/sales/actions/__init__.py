"""What writes records of selling."""
