"""Lists, the statements in their rows, and which of them are about one person."""
