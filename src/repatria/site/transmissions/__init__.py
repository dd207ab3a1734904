"""Pages and commands of what crosses between organisations."""
