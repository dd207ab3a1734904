"""What is alleged, by whom, on what evidence, and what the others answer."""
