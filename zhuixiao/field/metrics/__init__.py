"""The numbers that field sales gives to the ledger."""
