"""Review: people look at what was read, decide, and give gold back."""
