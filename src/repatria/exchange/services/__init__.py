"""What is done about exchanges: one module a subject, one function an act."""
