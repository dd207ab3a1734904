"""What the register offers to programs."""
