"""Files as they lie on a disk: keys, signatures, and whether they hold."""
