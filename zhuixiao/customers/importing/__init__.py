"""Customer files in: reading, mapping, checking, a dry run, the run itself, undoing it."""
