"""The frame of the interface for programs, and what it tells of oneself."""
