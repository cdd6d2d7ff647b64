from datetime import date
from pathlib import Path

import pytest

from corpus.article import Kind
from corpus.sources.csv_file import CsvSource
from corpus.sources.source import SourceBatch


def load(folder: Path, text: str) -> SourceBatch:
    path = folder / "faq.csv"
    path.write_bytes(text.encode())
    return CsvSource(path).load()


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_columns_are_known_by_name_whatever_parts_them(tmp_path: Path, delimiter: str) -> None:
    rows = [
        ["Question", "Answer", "Category", "Views", "Published", "Questions", "Whatever"],
        ["How?", '"Like\r\n\r\n""this"", or; so"', "Announcements", "", "2024-03-05", "Why?|When?", "x"],
    ]
    batch = load(tmp_path, "\ufeff" + "\r\n".join(delimiter.join(row) for row in rows))
    assert batch.problems == ()
    ((article, _),) = batch.found
    assert (article.id, article.title, article.kind) == ("how", "How?", Kind.ANNOUNCEMENT)
    assert article.body == 'Like\n\n"this", or; so'
    assert (article.questions, article.published_at) == (("Why?", "When?"), date(2024, 3, 5))


def test_problems_name_the_line_at_which_their_row_begins(tmp_path: Path) -> None:
    batch = load(
        tmp_path,
        'id,title,body,views\n1,A,"two\nlines",3\n2,,text,\n\n3,C,text,lots\n4,D,text,1,extra\n5,E,fine\n6,F,"open\n7,G,x,1\n',
    )
    assert [(problem.line, problem.what.split(" ")[1]) for problem in batch.problems] == [
        (4, "article"),
        (6, "is"),
        (7, "row"),
        (9, "quotes"),
    ]
    assert [(article.id, place.line) for article, place in batch.found] == [("1", 2), ("5", 8)]


def test_missing_columns_are_said_with_those_found(tmp_path: Path) -> None:
    (problem,) = load(tmp_path, "nr,heading,text\n1,a,b\n").problems
    assert problem.line == 1
    assert "'title' (or question)" in problem.what
    assert "nr, heading, text" in problem.what


def test_a_category_that_is_no_kind_is_no_problem(tmp_path: Path) -> None:
    ((article, _),) = load(tmp_path, "title,body,category\nA,b,Billing\n").found
    assert article.kind is None


def test_a_text_longer_than_the_csv_modules_limit_is_read(tmp_path: Path) -> None:
    ((article, _),) = load(tmp_path, f"title,body\nA,{'word ' * 40_000}\n").found
    assert len(article.body) == 199_999


@pytest.mark.parametrize("line", ["sep=;", '"sep=;"', "SEP=;;;", "sep=|", "sep=\t"])
def test_excels_own_first_line_names_the_delimiter(tmp_path: Path, line: str) -> None:
    delimiter = line.strip('"')[4]
    rows = [["id", "title", "body"], ["a", "A", "Words, and more."], ["b", "", "No title."]]
    batch = load(tmp_path, "\ufeff" + "\r\n".join([line, *(delimiter.join(row) for row in rows)]))
    ((article, place),) = batch.found
    assert (article.id, article.body, place.line) == ("a", "Words, and more.", 3)
    assert [problem.line for problem in batch.problems] == [4]


def test_missing_columns_below_excels_line_are_said_with_their_line(tmp_path: Path) -> None:
    (problem,) = load(tmp_path, "sep=;\nnr;heading\n1;a\n").problems
    assert (problem.line, "nr, heading" in problem.what) == (2, True)
