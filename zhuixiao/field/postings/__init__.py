"""What the facts of field sales post to the ledger."""
