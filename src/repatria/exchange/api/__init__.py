"""What exchanges offer to programs."""
