"""Every act of the room."""
