"""What comes in over HTTP: bodies and parameters, in which every field is known."""
