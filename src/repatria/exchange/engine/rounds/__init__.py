"""A series of rounds until everybody is home."""
