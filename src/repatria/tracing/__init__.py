"""Families ask, and are told: requests, the log of contacts, notices."""
