"""Learning with a person in the loop: questions from use that may become golden ones, and drafts of articles."""
