from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.quoting.extract import MAX_STEPS_WORDS, MAX_UNIT_WORDS, MAX_WORDS, Extract, extract, take_apart
from bot.quoting.ground import ground
from corpus.article import Article, Passage
from corpus.clean import plain_text
from corpus.segment import Unit, UnitKind, units
from tests.bot.articles import SAMPLE_QUESTIONS, article, bodies, golden_questions, part_of, sample_articles, whole
from tests.bot.quoting.test_ground import assert_grounded
from tests.corpus.texts import markdown_texts

UNQUOTED = {UnitKind.HEADING, UnitKind.PICTURE, UnitKind.HTML}
STEPS = "1. Open Profile > Security.\n2. Choose “Reset 2FA”.\n3. Enter the code from your e-mail."
LONG = " ".join(["Filler words say nothing here at all."] * 9)


def quoted(question: str, body: str, passage: Passage | None = None) -> str:
    about = article(body)
    return ground(about, extract(question, take_apart(about), passage or whole(about)).units).answer


def omitted(question: str, body: str) -> range:
    about = article(body)
    return extract(question, take_apart(about), whole(about)).omitted


def steps_of(words: int, count: int) -> list[str]:
    return [f"{number}. {'word ' * (words - 2)}end." for number in range(1, count + 1)]


def assert_answers_well(question: str, about: Article, passage: Passage) -> None:
    """What must hold of every extract: whole units in order, few words, no heading but a list's own, grounded."""
    found = extract(question, take_apart(about), passage)
    every = units(about.body)
    announcing = headings_of_lists(found, every)
    assert [unit for unit in found.units if unit in every] == [unit for unit in every if unit in found.units]
    assert list(found.units) == sorted(found.units, key=lambda unit: unit.start)
    assert len(announcing) == sum(unit not in every for unit in found.units)
    assert not UNQUOTED & {unit.kind for unit in found.units}
    assert bool(found.units) == any(
        unit.kind not in UNQUOTED and 0 < words_of(about, unit) <= MAX_UNIT_WORDS for unit in every
    )
    grounded = ground(about, found.units)
    assert_grounded(about, grounded)
    for citation in grounded.citations:
        assert not any(
            unit.kind is UnitKind.HEADING and unit.start < citation.end and citation.start < unit.end
            for unit in every
            if unit not in announcing
        )
    assert_short(about, found, sum(len(plain_text(sentence.text).split()) for sentence in grounded.sentences))
    assert_no_step_is_missing(found, every)


def headings_of_lists(found: Extract, every: list[Unit]) -> list[Unit]:
    """The headings of which the text is quoted, each before an item of the list that follows it."""
    return [
        heading
        for heading, item in pairwise(every)
        if heading.kind is UnitKind.HEADING
        and not item.ordered
        and any(unit.list_id == item.list_id is not None for unit in found.units)
        and any(heading.start <= unit.start and unit.end <= heading.end for unit in found.units)
    ]


def words_of(about: Article, unit: Unit) -> int:
    spans = [unit.header or (0, 0), (unit.start, unit.end)]
    content = len(plain_text(about.body[unit.start : unit.end]).split())
    return sum(len(plain_text(about.body[start:end]).split()) for start, end in spans) if content else 0


def assert_short(about: Article, found: Extract, words: int) -> None:
    has_steps = any(unit.ordered for unit in found.units)
    not_lead = [unit for unit in found.units if unit.kind is not UnitKind.SENTENCE]
    is_one_long_unit = len(not_lead) == 1 or len(found.units) == 1
    assert words <= MAX_UNIT_WORDS, about.id
    assert words <= (MAX_STEPS_WORDS if has_steps else MAX_WORDS) or is_one_long_unit, about.id


def assert_no_step_is_missing(found: Extract, every: list[Unit]) -> None:
    """A list of steps is quoted from its first one on, and what is not quoted of it is counted."""
    left_out = 0
    for number in {unit.list_id for unit in found.units if unit.ordered}:
        steps = [unit in found.units for unit in every if unit.list_id == number]
        assert steps == sorted(steps, reverse=True)
        left_out += steps.count(False)
    assert left_out == len(found.omitted)


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


def test_list_is_quoted_with_the_heading_that_turns_its_sense_round() -> None:
    body = f"We take a bank statement.\n\n{LONG}\n\n## Not accepted ##\n\n- A phone bill\n- An envelope"

    assert quoted("is a phone bill accepted", body).endswith("Not accepted\n\n- A phone bill\n- An envelope")


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
    assert (
        quoted("how do I reset 2FA", f"# Reset\n\nYou can.\n\n## Steps\n\n{LONG}\n\n{STEPS}") == f"You can.\n\n{STEPS}"
    )


def test_long_steps_are_quoted_from_the_first_and_those_left_out_are_named() -> None:
    steps = steps_of(words=30, count=7)
    body = "\n".join(steps)

    assert quoted("how do I end", body) == "\n".join(steps[:4])
    assert omitted("how do I end", body) == range(5, 8)


def test_steps_of_200_words_are_still_quoted_whole() -> None:
    body = "\n".join(steps_of(words=20, count=10))

    assert quoted("how do I end", body) == body
    assert not omitted("how do I end", body)


def test_steps_left_out_are_numbered_as_their_list_is() -> None:
    body = "\n".join(f"{number}. {'word ' * 48}end." for number in range(8, 14))

    assert omitted("how do I end", body) == range(10, 14)


def test_list_that_another_block_interrupts_is_quoted_to_its_end() -> None:
    body = "1. Open Profile.\n2. Choose Reset.\n\nThe reset begins.\n\n3. Enter the code."

    assert quoted("how do I choose a profile", body) == body


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
        "work through reset points", f"Work through these reset points:\n\n- {'word ' * 251}\n\nPlain reset."
    )

    assert answer == "Plain reset."


def test_long_first_step_is_quoted_whole() -> None:
    first = f"1. {'word ' * 200}end."

    assert quoted("how", f"{first}\n2. Second.") == first
    assert omitted("how", f"{first}\n2. Second.") == range(2, 3)


@pytest.mark.parametrize(
    "long",
    [
        "```\n" + "reset = reset\n" * 600 + "```",
        "reset " * 24_000,
        "1. " + "reset " * 600 + "\n2. Done.",
        "- " + "reset " * 600,
        "| Reset |\n| --- |\n| " + "reset " * 600 + "|",
    ],
    ids=["code", "sentence", "step", "bullet", "row"],
)
def test_what_is_too_long_to_quote_is_passed_over(long: str) -> None:
    assert quoted("how do I reset", long) == ""
    assert quoted("how do I reset", f"{long}\n\n## Other\n\nAsk the support.") == "Ask the support."


def test_question_that_names_a_row_gets_that_row_under_its_header() -> None:
    body = "| Coin | Fee |\n| --- | --- |\n| Bitcoin | 1 |\n| Solana | 2 |\n| Tron | 3 |"

    assert quoted("solana fee", body) == "| Coin | Fee |\n| --- | --- |\n| Solana | 2 |"


def test_question_that_names_no_row_gets_the_table() -> None:
    body = "| Coin | Fee |\n| --- | --- |\n| Bitcoin | 1 |\n| Solana | 2 |"

    assert quoted("fees", body) == body


def test_amount_is_looked_for_where_numbers_are() -> None:
    body = "## Review\n\nThe review is careful.\n\n## How it goes\n\nThe review takes 30 minutes."

    assert "30 minutes" in quoted("how long does the review take", body)


@pytest.mark.parametrize(
    ("question", "figure"),
    [
        ("when does the campaign end", "Ends on 15 January 2027."),
        ("how much is the campaign", "Costs 2.5 % of all."),
        ("which version is the campaign for", "Made for robots of generation 9."),
    ],
)
def test_what_holds_the_figure_that_is_asked_for_is_quoted(question: str, figure: str) -> None:
    body = f"Welcome.\n\n## The campaign\n\nThe campaign is fine, but a campaign may end. {LONG}\n\n{figure}"

    assert figure in quoted(question, body)


def test_opening_is_quoted_when_the_question_is_that_of_the_article() -> None:
    body = f"Freeze it at once.\n\n## Signs\n\nFewer coins do not mean a hacked account. {LONG}"
    about = article(body, title="My account was hacked", questions=("Somebody stole my coins",))

    for question in ("account hacked", "somebody stole coins"):
        assert "Freeze it at once." in ground(about, extract(question, take_apart(about), whole(about)).units).answer


@pytest.mark.parametrize("question", ["how do I reset 2FA?", "reset 2fa"])
def test_own_question_of_a_how_to_article_gets_its_opening_and_steps_alone(question: str) -> None:
    opening = "You do it yourself with a code that is sent to you."
    body = f"{opening}\n\n## Cannot reset 2FA\n\nA reset of 2FA is not for you.\n\n## Do it\n\n{STEPS}"

    assert quoted(question, body) == f"{opening}\n\n{STEPS}"


def test_caveat_loses_to_what_it_restricts_unless_a_yes_or_no_is_asked_for() -> None:
    body = f"Hello.\n\n## A\n\nZebras are not lent. {LONG * 2}\n\n## B\n\nZebras are lent. {LONG * 2}"

    assert quoted("lent zebras", body).startswith("Zebras are lent.")
    assert quoted("are zebras lent", body).startswith("Zebras are not lent.")


def test_row_is_found_however_its_key_is_spaced() -> None:
    body = "| Tier | Volume |\n| --- | --- |\n| VIP 1 | 10 |\n| VIP 2 | 20 |\n| VIP 3 | 30 |"

    assert quoted("volume needed vip3", body) == "| Tier | Volume |\n| --- | --- |\n| VIP 3 | 30 |"


@pytest.mark.parametrize(
    ("question", "id", "said"),
    [
        ("my account was hacked", "recover-a-hacked-account", "freeze it immediately"),
        ("can I withdraw to a bank account", "sepa-withdrawal", "You can withdraw euros by SEPA to a bank account"),
        ("is there a fee for deposits by card", "buy-crypto-with-card", "2.5 %"),
        ("when does the winter campaign end", "winter-2026-deposit-campaign-terms", "15 January 2027"),
        ("volume needed vip3", "fee-tiers-vip", "5,000,000 USDT"),
        ("which android version do i need", "end-of-support-android-8", "Android 9 or later"),
        ("2fa lost phone", "reset-two-factor-authentication", "Method not available?"),
    ],
)
def test_sample_question_gets_what_it_asks_for(question: str, id: str, said: str) -> None:
    about = next(one for one in sample_articles() if one.id == id)

    for passage in (whole(about), part_of(about, 0, 0)):
        assert said in ground(about, extract(question, take_apart(about), passage).units).answer


@pytest.mark.parametrize("opening", ["This", "It", "However, it", "Otherwise it", "These", "They"])
def test_sentence_that_goes_on_is_quoted_with_the_one_before_it(opening: str) -> None:
    body = f"{LONG} The lock is new. {opening} covers zebras and {'more ' * 70}."

    assert quoted("zebras", body).count("Filler") == 5
    assert f"The lock is new. {opening} covers zebras" in quoted("zebras", body)


def test_of_a_long_paragraph_the_sentences_that_matter_are_quoted_in_their_order() -> None:
    body = f"Zebras are striped. {LONG} {LONG} Lions roar. A zebra eats grass."

    answer = quoted("zebra", body)

    assert answer.startswith("Zebras are striped.")
    assert answer.endswith("A zebra eats grass.")
    assert "Lions" not in answer


def test_caveat_comes_with_what_it_restricts() -> None:
    body = f"{LONG} Zebras are lent out. However, they are not lent to lions. {LONG}"

    assert "Zebras are lent out. However, they are not lent to lions." in quoted("are zebras lent out", body)


def test_paragraph_that_goes_on_from_the_one_before_is_quoted_with_it() -> None:
    body = "## Lock\n\nWithdrawals are locked.\n\nThis covers zebras too.\n\n## Other\n\nNothing of the kind."

    assert quoted("zebras", body) == "Withdrawals are locked.\n\nThis covers zebras too."


def test_note_is_quoted_without_its_mark() -> None:
    assert quoted("zebras", "> Note: Zebras are locked.") == "Note: Zebras are locked."


def test_retrieved_passage_decides_between_equals() -> None:
    body = f"{LONG}\n\n## One\n\nThe fee is low for zebras.\n\n## Two\n\nThe fee is high for zebras."
    second = part_of(article(body), body.index("The fee is high"), len(body))

    assert quoted("fee", body, second) == "The fee is high for zebras."


@pytest.mark.parametrize("between", [" ", "\n\n"])
def test_of_a_long_text_the_retrieved_passage_is_quoted_though_other_words_are_shared(between: str) -> None:
    body = between.join([f"Zebras eat grass. {LONG}", *[LONG] * 20, f"Striped animals like to graze. {LONG}"])
    about = article(body, title="Animals")
    last = part_of(about, body.index("Striped"), len(body))

    assert "Striped animals like to graze." in quoted("what do zebras eat", body, last)


@pytest.mark.parametrize(
    "body", ["", "# Title\n\n## Section", "![chart](a.png)", "<!-- hidden -->", "[a]: https://b.c"]
)
def test_article_without_words_of_its_own_gives_nothing(body: str) -> None:
    assert extract("chart", take_apart(article(body)), whole(article(body))) == Extract()


def test_german_article_is_matched_by_its_own_stems() -> None:
    about = article("Die Gebühren sind niedrig.\n\n## Sperre\n\nAuszahlungen werden gesperrt.", locale="de")
    chosen = extract("wann wird eine Auszahlung gesperrt", take_apart(about), part_of(about, 0, 0), "de")

    assert "Auszahlungen werden gesperrt." in ground(about, chosen.units).answer
