"""What reads records of selling; numbers come from the ledger."""
