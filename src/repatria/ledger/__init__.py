"""What was done and what was read, in one tree that cannot be quietly changed."""
