"""Words of health, diagnoses and commissions, inspections in a row."""
