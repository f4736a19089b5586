"""The ledger: facts post lines here, and everything that shows a number reads it."""
