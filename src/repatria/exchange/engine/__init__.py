"""Reading lists and rules, and finding who goes; no Django, no clock."""
