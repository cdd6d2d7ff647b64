"""What Citedesk remembers between runs, in SQLite or any database that SQLAlchemy reaches by URL."""
