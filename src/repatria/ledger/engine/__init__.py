"""A ledger without its server: read from a data folder, on any machine."""
