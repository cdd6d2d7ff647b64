from __future__ import annotations

import numpy as np
import pytest

from bot import neighbours
from bot.knowledge import ReleaseKnowledge
from bot.neighbours import KEPT, LINKED
from corpus.article import Kind


def test_nearest_articles_are_about_the_same_matter(knowledge: ReleaseKnowledge) -> None:
    near = knowledge.neighbours.nearest("minimum-deposit")

    assert near[0] == "minimum-deposit-btc"
    assert len(near) <= KEPT
    assert "minimum-deposit" not in near


def test_announcements_are_nobodys_neighbours_but_have_some(knowledge: ReleaseKnowledge) -> None:
    kinds = {id_: article.kind for id_, article in knowledge.articles.items()}
    announcements = [id_ for id_, kind in kinds.items() if kind is Kind.ANNOUNCEMENT]

    assert not {one for id_ in kinds for one in knowledge.neighbours.nearest(id_)} & set(announcements)
    assert all(knowledge.neighbours.nearest(id_) for id_ in announcements)


def test_linked_article_is_nearer_for_the_link(knowledge: ReleaseKnowledge, monkeypatch: pytest.MonkeyPatch) -> None:
    question = knowledge.encoder.encode_query("How do I get a coin back that I sent without a memo?")
    others = ["deposit-without-memo", "close-my-account"]
    linked = knowledge.neighbours.nearness("deposit-not-credited", question, others)
    monkeypatch.setattr(neighbours, "LINKED", 0.0)
    unlinked = knowledge.neighbours.nearness("deposit-not-credited", question, others)

    assert np.allclose(linked - unlinked, [LINKED, 0], atol=1e-5)


def test_titles_have_the_vectors_that_questions_in_these_words_have(knowledge: ReleaseKnowledge) -> None:
    article = knowledge.articles["minimum-deposit"]
    asked = knowledge.encoder.encode_query(article.title)

    assert np.allclose(knowledge.neighbours.title_vectors([article.id])[0], asked, atol=1e-4)
