"""From hits to an answer: what of an article answers a question, word for word, with its citations."""
