"""Words of health statements, and dates of which a part is unknown."""
