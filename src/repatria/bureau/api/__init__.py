"""What the bureau offers to programs."""
