"""What any room may use: dates, marked words, refusals, the base of commands."""
