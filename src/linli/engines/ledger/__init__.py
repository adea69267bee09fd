"""One double-entry ledger for money, service minutes and points."""
