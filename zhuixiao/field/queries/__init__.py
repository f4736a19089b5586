"""What reads records of field sales; numbers come from the ledger."""
