"""What goes out over HTTP: the public contract, and nothing that is not in it."""
