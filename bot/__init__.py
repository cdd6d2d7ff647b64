"""The support assistant: retrieval, confidence, grounded answers, the HTTP API, the pages and the command line."""
