"""Words of health, partial dates, inspections in a row."""
