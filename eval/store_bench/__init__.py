"""A store with a year of conversations in it, and how fast what people do with it is there."""
