"""Health: what is said about it, by whom, and care that was denied."""
