"""Asking a rule about facts, where a fact may be unknown."""
