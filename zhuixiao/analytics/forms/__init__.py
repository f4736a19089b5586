"""What the studio and its dialogs ask."""
