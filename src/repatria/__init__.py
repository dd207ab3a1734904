"""Repatria: the open register that brings prisoners of war home."""

__version__ = "0.1.0"
