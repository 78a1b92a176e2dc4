"""Papers of our own writing and the gold that is generated from the same sources."""
