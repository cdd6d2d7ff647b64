from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.segment import BlockKind, UnitKind, blocks, units
from tests.corpus.texts import markdown_texts, real_articles

BODY = """\
Learn how to deposit.

## Steps {#steps}

1. Open the app.

   > [!NOTE]
   > Update it first.

2. Tap **Deposit**. Choose a coin.

| Coin | Minimum |
| --- | --- |
| BTC | 0.001 |
| ETH | 0.01 |

```
curl x
```

> [!WARNING]
> Check the network. A wrong one
> loses the coins.

![A screen](img/a.png)

[1]: https://example.com
"""


def shown(body: str) -> list[tuple[UnitKind, str]]:
    return [(unit.kind, body[unit.start : unit.end]) for unit in units(body)]


def test_blocks_have_their_kinds_in_order() -> None:
    kinds = ["paragraph", "heading", "list", "table", "code", "quote", "paragraph", "reference"]
    assert [block.kind.value for block in blocks(BODY)] == kinds


def test_block_is_verbatim_without_its_last_newline() -> None:
    code = next(block for block in blocks(BODY) if block.kind is BlockKind.CODE)
    assert BODY[code.start : code.end] == "```\ncurl x\n```"


def test_heading_has_its_level_and_plain_text() -> None:
    heading = blocks("Set *up* `x` &amp; [go](y) <b>now</b> {#a}\n---\n")[0]
    assert (heading.level, heading.text) == (2, "Set up x & go now")


def test_list_holds_its_items_whole() -> None:
    steps = next(block for block in blocks(BODY) if block.kind is BlockKind.LIST)
    items = [BODY[item.start : item.end] for item in steps.children]
    assert steps.ordered
    assert items[0].endswith("> Update it first.")
    assert items[1] == "2. Tap **Deposit**. Choose a coin."


def test_units_are_what_may_be_quoted() -> None:
    found = shown(BODY)
    assert found[0] == (UnitKind.SENTENCE, "Learn how to deposit.")
    assert [kind for kind, _ in found[1:]] == [
        UnitKind.HEADING, UnitKind.ITEM, UnitKind.ITEM, UnitKind.ROW, UnitKind.ROW, UnitKind.CODE,
        UnitKind.SENTENCE, UnitKind.SENTENCE, UnitKind.PICTURE,
    ]  # fmt: skip
    assert found[7] == (UnitKind.SENTENCE, "Check the network.")


def test_paragraph_of_tags_alone_is_no_sentence() -> None:
    assert shown('<a id="fees"></a>\n\nA <b>fee</b>.\n') == [
        (UnitKind.HTML, '<a id="fees"></a>'),
        (UnitKind.SENTENCE, "A <b>fee</b>."),
    ]


def test_row_names_the_header_of_its_table() -> None:
    row = next(unit for unit in units(BODY) if unit.kind is UnitKind.ROW)
    assert row.header is not None
    assert BODY[slice(*row.header)] == "| Coin | Minimum |\n| --- | --- |"


def test_items_of_one_list_share_its_id() -> None:
    body = "- a\n- b\n\ntext\n\n* c\n"
    first, second, _, third = units(body)
    assert first.list_id == second.list_id != third.list_id


def test_numbered_list_goes_on_after_an_interruption() -> None:
    body = "1. a\n2. b\n\n![x](y)\n\n3. c\n\n## Other\n\n4. d\n"
    ids = [unit.list_id for unit in units(body) if unit.kind is UnitKind.ITEM]
    assert ids[0] == ids[1] == ids[2] != ids[3]


def test_list_that_starts_again_is_another_list() -> None:
    ids = [unit.list_id for unit in units("1. a\n2. b\n\nNow:\n\n1. c\n") if unit.kind is UnitKind.ITEM]
    assert ids[0] == ids[1] != ids[2]


def test_item_that_the_span_cuts_is_shown_by_its_sentences() -> None:
    body = "1. Open it. Tap it.\n\n   Then wait. Long.\n2. Done.\n"
    found = units(body, 0, body.index("Long"))
    assert [body[unit.start : unit.end] for unit in found] == ["1. Open it.", "Tap it.", "Then wait."]
    assert all(unit.kind is UnitKind.SENTENCE and unit.complete for unit in found)


def test_cut_sentence_is_not_complete() -> None:
    found = units("One two three. Four.", 4, 20)
    assert [(unit.start, unit.end, unit.complete) for unit in found] == [(4, 14, False), (15, 20, True)]


def test_list_in_a_quote_loses_the_marks_around_it() -> None:
    assert shown("> [!NOTE]\n>\n> * You can. Really.\n>\n> * So.\n") == [
        (UnitKind.ITEM, "* You can. Really."),
        (UnitKind.ITEM, "* So."),
    ]


@given(st.one_of(markdown_texts, st.text()))
@settings(deadline=None)
def test_blocks_leave_only_white_space_between_them(body: str) -> None:
    done = 0
    for block in blocks(body):
        assert not body[done : block.start].strip()
        text = body[block.start : block.end]
        assert text
        assert text == text.strip()
        done = block.end
    assert not body[done:].strip()


@given(markdown_texts, st.data())
@settings(deadline=None)
def test_units_lie_inside_their_span_in_order(body: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(body)))
    end = data.draw(st.integers(start, len(body)))
    done = start
    for unit in units(body, start, end):
        assert done <= unit.start < unit.end <= end
        assert body[unit.start : unit.end] == body[unit.start : unit.end].strip()
        done = unit.end


def test_real_articles_have_no_incomplete_unit() -> None:
    for article in real_articles():
        assert all(unit.complete for unit in units(article.body))
