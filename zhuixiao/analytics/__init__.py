"""Summary tables that people compose of metrics, dimensions and periods; all numbers come from the
ledger's one query function."""
