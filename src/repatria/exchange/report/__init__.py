"""Two pages: one for whoever made the proposal, one for the delegations."""
