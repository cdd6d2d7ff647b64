"""The last check before a staged release goes live: does it find its own articles, with its own query encoder?"""

from __future__ import annotations

import numpy as np

from corpus.errors import CanaryError
from embeddings.release import Release

SAMPLE = 40
LEAST_COSINE = 0.9999


def check_release(release: Release) -> None:
    """Returns when the query encoder agrees with the stored vectors and titles find their articles.

    Asks `SAMPLE` titles spread evenly over the release. Raises CanaryError naming the first title that fails.
    """
    step = max(1, len(release.questions) // SAMPLE)
    rows = range(0, len(release.questions), step)
    # The question field is encoded as passages are; a model may want another prompt before a query.
    queries = release.encoder.encode_as_passages([release.questions[row].text for row in rows])
    for row, query in zip(rows, queries, strict=True):
        question = release.questions[row]
        cosine = float(release.question_index.scores(query, np.array([row], dtype=np.int64))[0])
        if cosine < LEAST_COSINE:
            raise CanaryError(
                f"The staged release was not published: its query encoder gives '{question.text}' another vector than "
                f"the passage encoder did (cosine {cosine:.5f}, expected at least {LEAST_COSINE}). "
                "The live index is unchanged. Delete cache/encoders in the home and run 'citedesk sync' again."
            )
        _, scores = release.question_index.search(query, 1)
        if cosine < float(scores[0]) - 1e-4:
            raise CanaryError(
                f"The staged release was not published: asked for the title '{question.text}' it does not find the "
                f"article '{question.article_id}' first. The live index is unchanged; run 'citedesk sync' again."
            )
