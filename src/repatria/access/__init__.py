"""Who may see and do what: people, roles, assigned cases, sealed values."""
