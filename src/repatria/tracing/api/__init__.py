"""What tracing offers to programs."""
