"""Generator of the embedded demonstration: a synthetic intent set and the small model trained on it."""
