"""Summary tables as files, on the guarded road of all exports: rights, limits a day, approvals, the
audit log."""
