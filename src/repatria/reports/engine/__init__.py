"""Files and language packs: what the reading needs from the disk."""
