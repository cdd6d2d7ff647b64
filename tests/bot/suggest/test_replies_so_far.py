from __future__ import annotations

from bot.suggest.replies_so_far import Said, answering, asks_back, offers_more
from tests.bot.suggest.conversations import said


def test_only_sentences_that_answer_are_kept() -> None:
    replies = said("A: Hi Ana! Sorry to hear that. Deposits take 2 minutes. Let me check yours. Which coin was it?")
    assert answering(replies) == ["Deposits take 2 minutes."]


def test_refusal_is_an_answer_to_whoever_took_it_for_one() -> None:
    replies = said("B: I couldn't find an article that answers this, so I'd rather not guess.")
    assert answering(replies) == []
    assert answering(replies, or_refusing=True) == [replies[0].text]


def test_question_about_the_matter_is_told_from_an_offer() -> None:
    assert asks_back(said("A: Which network did you use?"))
    assert asks_back(said("A: Please send us the transaction ID."))
    assert not asks_back(said("A: Is there anything else I can help with?"))
    assert offers_more(said("A: Choose Reset 2FA. Did that help?"))


def test_sentence_is_said_again_in_the_same_or_nearly_the_same_words() -> None:
    before = Said(said("B: Most withdrawals leave **Orrery** within 10 minutes.", "U: The fee is one euro each time."))

    assert before.repeats("Most withdrawals leave Orrery within 10 minutes")
    assert before.repeats("Most withdrawals will leave Orrery within 10 minutes.")
    assert not before.repeats("Most withdrawals arrive within one business day.")
    assert not before.repeats("The fee is one euro each time.")  # the customer said so
    assert not Said([]).repeats("Most withdrawals leave Orrery within 10 minutes")
