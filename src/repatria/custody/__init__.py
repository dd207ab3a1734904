"""What is said of a captivity: cards, transfers, visits, deaths; and what follows."""
