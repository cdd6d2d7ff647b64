"""What the team has laid down for some questions: pinned answers, blocked topics, and topics that go to people."""
