"""The ledger as a person asks about it and changes it: what became of each anchor, and why."""
