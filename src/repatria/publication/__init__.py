"""How many came home, counted by whom: totals for the public, and never a name."""
