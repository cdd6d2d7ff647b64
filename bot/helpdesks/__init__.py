"""Other helpdesks and programs that Citedesk speaks to."""
