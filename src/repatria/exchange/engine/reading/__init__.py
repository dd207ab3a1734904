"""Reading lists and rules from files, and refusing what they cannot mean."""
