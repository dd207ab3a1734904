"""Candidates, rules, the lot, and the check that needs no solver."""
