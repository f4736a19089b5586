"""Reports that write themselves: facts from the ledger, a person's summary and plan."""
