"""How the ledger finds and recomputes the facts of field sales."""
