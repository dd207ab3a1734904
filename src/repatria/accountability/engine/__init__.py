"""Work on files of evidence: no Django, nothing of what is said about them."""
