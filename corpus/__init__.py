"""Articles: where they come from, what they are, and how they are cut into passages."""
