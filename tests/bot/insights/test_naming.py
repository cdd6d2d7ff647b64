from __future__ import annotations

from bot.insights.gaps.naming import Vocabulary

PAYING = ["Can I pay with Apple Pay?", "apple pay deposits", "do you accept Apple Pay"]
OTHERS = ["How do I withdraw?", "Can I change my e-mail?", "Do you have an app?", "withdrawal fees", "my card"] * 4


def test_words_are_those_that_set_the_group_apart() -> None:
    found = Vocabulary([*PAYING, *OTHERS]).distinguishing(PAYING)

    assert set(found) == {"apple", "pay"}


def test_forms_of_a_word_are_one_and_the_commonest_names_it() -> None:
    found = Vocabulary([*OTHERS, "card"]).distinguishing(
        ["gift cards", "a gift card", "gift cards please", "gift cards?"]
    )

    assert found[:2] == ("gift", "cards")


def test_words_of_other_scripts_name_groups_too() -> None:
    assert Vocabulary(OTHERS).distinguishing(["提现 多久", "提现 失败"]) == ("提现",)


def test_words_that_name_no_matter_are_left_out() -> None:
    asked = ["when do I get my invoice", "do I get an invoice?", "When do you send the invoices"]

    assert Vocabulary([*OTHERS, *asked]).distinguishing(asked) == ("invoice",)


def test_every_group_has_a_name() -> None:
    texts = ["my card was stolen", "lost the wallet"]

    assert len(Vocabulary(texts * 20).distinguishing(texts)) == 1
    assert Vocabulary(["how do you do"]).distinguishing(["how do you do"])


def test_numbers_alone_name_nothing() -> None:
    asked = ["covid 19 fever", "is fever covid 19"]

    assert set(Vocabulary([*OTHERS, *asked]).distinguishing(asked)) == {"covid", "fever"}
