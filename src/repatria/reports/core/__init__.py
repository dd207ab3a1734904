"""What a text claims, and where exactly: words, numbers, days and sides."""
