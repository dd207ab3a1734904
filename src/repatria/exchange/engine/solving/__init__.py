"""Who goes, exactly: the greedy way, and programmes over classes of people."""
