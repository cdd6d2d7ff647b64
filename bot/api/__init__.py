"""The HTTP API: one file a resource, the requests and schemas they share, and what turns errors into answers."""
