"""Reading the rows of each kind of file, and writing what they say."""
