"""Rules of law as data: each with its article, its worked cases and its reviewer."""
