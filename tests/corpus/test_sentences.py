from __future__ import annotations

import time

import pytest
from hypothesis import given, settings

from corpus.sentences import sentences
from tests.corpus.texts import markdown_texts, words_of

# Each case is the paragraph, cut with ‖ where a sentence ends.
CASES = [
    "One sentence without a stop",
    "First one.‖ Second one.",
    "Is it safe?‖ Yes.‖ Very!",
    "Really?!‖ Yes.",
    "Fees are low, e.g. 0.1 % for makers.‖ Takers pay 0.2 %.",
    "Some coins (e.g. Bitcoin) need more time.‖ Wait.",
    "Use a desktop, i.e. Windows or macOS.‖ Then sign in.",
    "It takes approx. 10 minutes.‖ Wait.",
    "See invoice No. 5 in your e-mail.‖ Pay it.",
    "The subject is Invoice No. [Invoice Number] issued on [Date].",
    "Can I undo it?‖ No.‖ A withdrawal is final.",
    "U.S. customers need form W-9.‖ Others do not.",
    "Customers in the U.S. Virgin Islands cannot trade.",
    "We do not serve the U.S.‖ You may appeal.",
    "The fee is 0.5 BTC.‖ The minimum is 0.001 BTC.",
    "Update to 1.8.19.‖ Older versions fail.",
    "Update to v1.8.7 as soon as possible.",
    "Open https://example.com/a.b?c=1.‖ Then log in.",
    "Open the file settings.json.‖ It holds the keys.",
    "Loading... please wait.‖ Done.",
    "Choose Select Other Board...‖ Then continue.",
    "Please wait…‖ The page reloads.",
    'He said "Stop."‖ Then he left.',
    "Tap “Forgot password?” on the log-in screen.‖ Enter the code.",
    "He asked “Why now? Why me?” and left.‖ Nobody knew.",
    "Do it now.‖ (It is free.)‖ Then wait.",
    "It is free (see fees. They change.) for all.‖ Enjoy.",
    "Read [Fees. And limits](https://example.com/a. b) first.‖ Then trade.",
    "See [the [old] page. Really](x.md).‖ Then stop.",
    "![A board. Two pins](img/x.png)",
    "Run `make. Then stop` in a shell.‖ It works.",
    "**Do not share it. Ever.**‖ We never ask.",
    "**Never share** it.‖ We never ask.",
    "Choose _Tools. Then Board_ in the menu.‖ Done.",
    "Ask Dr. Smith or Mr. Jones.‖ They know.",
    "J. Smith signed it.‖ It is valid.",
    "It closes at 5 p.m. UTC on Friday.‖ It opens at 9 a.m.‖ The desk is closed on Sunday.",
    "Orrery Ltd. Malta holds the licence.‖ It is public.",
    "Add BTC, ETH, etc. to the list.‖ Save it.",
    "Add BTC, ETH, etc.‖ Save the list.",
    "The pin gives 1.2 V.‖ Update the firmware.",
    "1. Open the app.‖ Tap Send.",
    "Step 2. Tap Send.‖ Wait.",
    "It runs on phones.‖ iOS 17 is needed.",
    "Use Yahoo! or another mail.‖ Confirm it.",
    "Install it.‖ `arduino-cli` is enough.",
    "First line  ‖\nSecond line",
    "First line\\‖\nSecond line",
    "First line<br>‖Second line",
    "A line\nthat goes on.‖ Next.",
    "请先登录。‖然后点击充值。‖完成！‖好吗？",
    "彼は「はい。」と言った。‖次の文。",
    "選択（任意。推奨）してください。‖終わり。",
    "مرحبا؟‖ نعم.",
    "यह मुफ़्त है।‖ अब शुरू करें।",
    "Send 5 BTC vs. 6 ETH.‖ Compare.",
    "See Fig. 3 and p. 12.‖ They differ.",
    "Works on Jan. 5 and Dec. 24.‖ Not later.",
    "Compare 1.000,50 € and 1,000.50 $.‖ Both are right.",
    "Done.‖ 🎉 Next.",
]


@pytest.mark.parametrize("case", CASES)
def test_paragraph_is_cut_into_its_sentences(case: str) -> None:
    text = case.replace("‖", "")
    assert [text[start:end] for start, end in sentences(text)] == [part.strip() for part in case.split("‖")]


def test_spans_point_into_the_whole_text() -> None:
    text = "# Fees\n\nOne. Two.\n\nThree."
    assert sentences(text, 8, 17) == [(8, 12), (13, 17)]


def test_text_without_words_has_no_sentences() -> None:
    assert sentences("") == sentences(" \n\t ") == []


@given(markdown_texts)
@settings(deadline=None)
def test_every_character_is_in_one_sentence(text: str) -> None:
    spans = sentences(text)
    assert words_of("".join(text[start:end] for start, end in spans)) == words_of(text)
    assert all(text[start:end] == text[start:end].strip() for start, end in spans)


@pytest.mark.parametrize("part", [".", "[", "(", "`a ", "**a ", "<a ", "“", " ", "a. ", "_a. B"])
def test_hostile_text_takes_linear_time(part: str) -> None:
    text = part * (400_000 // len(part)) + "x"
    began = time.process_time()
    sentences(text)
    assert time.process_time() - began < 5
