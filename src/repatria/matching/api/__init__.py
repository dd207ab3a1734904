"""What matching offers to programs."""
