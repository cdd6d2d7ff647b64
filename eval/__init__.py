"""Evaluation: data sets, measures and reports on retrieval and answers."""
