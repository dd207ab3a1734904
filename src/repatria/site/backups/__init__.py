"""Backups: all of an installation in one sealed file, its keys in another."""
