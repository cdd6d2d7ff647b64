from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.extract import MAX_STEPS_WORDS, MAX_WORDS, extract, take_apart
from bot.ground import ground
from corpus.article import Article, Passage
from corpus.clean import plain_text
from corpus.segment import Unit, UnitKind, units
from tests.bot.articles import SAMPLE_QUESTIONS, article, bodies, golden_questions, part_of, sample_articles, whole
from tests.bot.test_ground import assert_grounded
from tests.corpus.texts import markdown_texts

UNQUOTED = {UnitKind.HEADING, UnitKind.PICTURE, UnitKind.HTML}
STEPS = "1. Open Profile > Security.\n2. Choose “Reset 2FA”.\n3. Enter the code from your e-mail."
LONG = " ".join(["Filler words say nothing here at all."] * 9)


def quoted(question: str, body: str, passage: Passage | None = None) -> str:
    about = article(body)
    return ground(about, extract(question, take_apart(about), passage or whole(about))).answer


def assert_answers_well(question: str, about: Article, passage: Passage) -> None:
    """What must hold of every extract: whole units, few words, no headings, in order, grounded."""
    chosen = extract(question, take_apart(about), passage)
    every = units(about.body)
    assert chosen == [unit for unit in every if unit in chosen]
    assert not UNQUOTED & {unit.kind for unit in chosen}
    assert bool(chosen) == any(
        unit.kind not in UNQUOTED and plain_text(about.body[unit.start : unit.end]) for unit in every
    )
    grounded = ground(about, chosen)
    assert_grounded(about, grounded)
    for citation in grounded.citations:
        assert not any(
            unit.kind is UnitKind.HEADING and unit.start < citation.end and citation.start < unit.end for unit in every
        )
    assert_short(about, chosen, sum(len(plain_text(sentence.text).split()) for sentence in grounded.sentences))


def assert_short(about: Article, chosen: list[Unit], words: int) -> None:
    has_steps = any(unit.ordered for unit in chosen)
    not_lead = [unit for unit in chosen if unit.kind is not UnitKind.SENTENCE]
    is_one_long_unit = len(not_lead) == 1 or len(chosen) == 1
    assert words <= (MAX_STEPS_WORDS if has_steps else MAX_WORDS) or is_one_long_unit, about.id


@settings(max_examples=120, deadline=None)
@given(
    st.one_of(bodies, markdown_texts),
    st.sampled_from(["how do I withdraw?", "ORR-1107", "what is the fee", "does it lock my account", ""]),
    st.tuples(st.integers(0, 400), st.integers(1, 600)),
)
def test_any_article_is_quoted_in_whole_units_and_few_words(body: str, question: str, at: tuple[int, int]) -> None:
    about = article(body)
    assert_answers_well(question, about, part_of(about, at[0], sum(at)))


@pytest.mark.parametrize("about", sample_articles(), ids=lambda about: about.id)
def test_sample_article_is_quoted_in_whole_units_and_few_words(about: Article) -> None:
    asked = [one["question"] for one in golden_questions() if about.id in one["relevant_article_ids"]]
    third = len(about.body) // 3
    for question in (about.title, *about.questions, *asked, *SAMPLE_QUESTIONS):
        assert_answers_well(question, about, part_of(about, third, 2 * third))


def test_how_to_question_gets_every_step_rather_than_a_caveat() -> None:
    body = (
        f"A reset of 2FA locks withdrawals.\n\n## Reset 2FA\n\n{STEPS}\n\n## After\n\nResetting 2FA is free of charge."
    )

    assert STEPS in quoted("how do I reset 2FA", body)


def test_problem_without_a_question_word_gets_the_steps_too() -> None:
    steps = "1. Take another phone.\n2. Choose “Lost phone”."

    assert steps in quoted("lost phone", f"## Luck\n\nA lost phone is bad luck. {LONG}\n\n## Remedy\n\n{steps}")


def test_whole_list_is_quoted_when_it_fits_though_one_item_matches() -> None:
    items = "\n".join(f"- Point {word} of the list." for word in ("alpha", "beta", "gamma", "delta"))

    assert quoted("what about gamma", f"Before.\n\n{items}\n\nAfter.") == items


def test_list_comes_with_the_sentence_that_introduces_it() -> None:
    answer = quoted(
        "what if no code arrives", "A code arrives at once. If not, check these:\n\n- Signal.\n- Full inbox."
    )

    assert answer == "A code arrives at once. If not, check these:\n\n- Signal.\n- Full inbox."


def test_short_paragraph_right_before_steps_introduces_them() -> None:
    assert quoted("choose reset", f"You reset it yourself.\n\n{STEPS}").startswith("You reset it yourself.\n\n1.")


def test_paragraph_before_steps_that_is_long_is_left_out() -> None:
    assert quoted("how do I reset 2FA", f"{LONG}\n\n{STEPS}") == STEPS


def test_long_steps_are_quoted_from_the_first_and_never_cut() -> None:
    steps = [f"{n}. {'word ' * 29}end." for n in range(1, 8)]

    assert quoted("how do I end", "\n".join(steps)) == "\n".join(steps[:3])


def test_steps_of_160_words_are_still_quoted_whole() -> None:
    steps = "\n".join(f"{n}. {'word ' * 18}end." for n in range(1, 9))

    assert quoted("how do I end", steps) == steps


def test_long_bullets_are_chosen_by_the_question_and_keep_their_introduction() -> None:
    bullets = [f"- **{name}** {'word ' * 40}end." for name in ("alpha", "beta", "gamma", "delta", "epsilon")]
    answer = quoted("epsilon or beta", "The kinds are:\n\n" + "\n".join(bullets))

    assert answer == f"The kinds are:\n\n{bullets[1]}\n{bullets[4]}"


def test_words_of_the_introduction_count() -> None:
    bullets = [f"- Alpha {'word ' * 28}end." for _ in range(6)]
    answer = quoted("alpha", f"{'Much ' * 34}before:\n\n" + "\n".join(bullets))

    assert answer.count("Alpha") == 2


def test_words_of_the_header_of_a_table_count() -> None:
    header = f"| {'Coin ' * 20}| {'Fee ' * 20}|\n| --- | --- |\n"
    rows = [f"| Bitcoin {'word ' * 18}| {number} |" for number in range(8)]
    answer = quoted("bitcoin", header + "\n".join([*rows, "| Solana | 1 |"]))

    assert answer.count("Bitcoin") == 4


def test_introduction_is_not_quoted_without_what_it_introduces() -> None:
    answer = quoted(
        "work through reset points", f"Work through these reset points:\n\n- {'word ' * 200}\n\nPlain reset."
    )

    assert answer == "Plain reset."


def test_only_thing_there_is_to_quote_is_quoted_however_long() -> None:
    body = f"1. {'word ' * 200}end.\n2. Second."

    assert quoted("how", body) == f"1. {'word ' * 200}end."


def test_question_that_names_a_row_gets_that_row_under_its_header() -> None:
    body = "| Coin | Fee |\n| --- | --- |\n| Bitcoin | 1 |\n| Solana | 2 |\n| Tron | 3 |"

    assert quoted("solana fee", body) == "| Coin | Fee |\n| --- | --- |\n| Solana | 2 |"


def test_question_that_names_no_row_gets_the_table() -> None:
    body = "| Coin | Fee |\n| --- | --- |\n| Bitcoin | 1 |\n| Solana | 2 |"

    assert quoted("fees", body) == body


def test_amount_is_looked_for_where_numbers_are() -> None:
    body = "## Review\n\nThe review is careful.\n\n## How it goes\n\nThe review takes 30 minutes."

    assert "30 minutes" in quoted("how long does the review take", body)


@pytest.mark.parametrize("opening", ["This", "It", "However, it", "Otherwise it", "These", "They"])
def test_answer_does_not_start_in_the_middle_of_a_thought(opening: str) -> None:
    body = f"{LONG} The lock is new. {opening} covers zebras and {'more ' * 30}."

    assert quoted("zebras", body).startswith(f"The lock is new. {opening} covers zebras")


def test_paragraph_that_goes_on_from_the_one_before_is_quoted_with_it() -> None:
    body = "## Lock\n\nWithdrawals are locked.\n\nThis covers zebras too.\n\n## Other\n\nNothing of the kind."

    assert quoted("zebras", body) == "Withdrawals are locked.\n\nThis covers zebras too."


def test_note_is_quoted_without_its_mark() -> None:
    assert quoted("zebras", "> Note: Zebras are locked.") == "Note: Zebras are locked."


def test_retrieved_passage_decides_between_equals() -> None:
    body = "## One\n\nThe fee is low for zebras.\n\n## Two\n\nThe fee is high for zebras."
    second = part_of(article(body), body.index("The fee is high"), len(body))

    assert quoted("fee", body, second) == "The fee is high for zebras."


@pytest.mark.parametrize(
    "body", ["", "# Title\n\n## Section", "![chart](a.png)", "<!-- hidden -->", "[a]: https://b.c"]
)
def test_article_without_words_of_its_own_gives_nothing(body: str) -> None:
    assert extract("chart", take_apart(article(body)), whole(article(body))) == []


def test_german_article_is_matched_by_its_own_stems() -> None:
    about = article("Die Gebühren sind niedrig.\n\n## Sperre\n\nAuszahlungen werden gesperrt.", locale="de")
    chosen = extract("wann wird eine Auszahlung gesperrt", take_apart(about), part_of(about, 0, 0), "de")

    assert "Auszahlungen werden gesperrt." in ground(about, chosen).answer
