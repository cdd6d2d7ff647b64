import os
from datetime import date
from pathlib import Path

import pytest

from corpus.article import Article, Kind
from corpus.errors import Problem
from corpus.sources.markdown import MarkdownSource
from corpus.sources.source import SourceBatch

REAL = Path(__file__).parents[4] / "shared/data/arduino_help/articles"
SAMPLE = Path(__file__).parents[3] / "corpus/articles"


def load(folder: Path, **files: str | bytes) -> SourceBatch:
    for name, content in files.items():
        path = folder / f"{name.replace('__', '/')}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return MarkdownSource(folder).load()


def only_article(batch: SourceBatch) -> Article:
    assert batch.problems == ()
    ((article, _),) = batch.found
    return article


def only_problem(batch: SourceBatch) -> Problem:
    assert batch.found == ()
    (problem,) = batch.problems
    assert problem.remedy
    return problem


def test_all_front_matter_is_read(tmp_path: Path) -> None:
    text = (
        "\ufeff---\r\nid: 0123\r\ntitle: 'No: way'\r\nkind: FAQ\r\nlocale: pt_br\r\nurl: https://x.example/a\r\n"
        "published: 2024-03-05\r\nupdated_at: 2026-01-12T10:00:00Z\r\nexpires: 2026-06-30\r\nviews: 12,993\r\n"
        "questions:\r\n  - Lost my phone\r\nunknown: {a: 1}\r\n---\r\n\r\nFirst.\r\n\r\n  Second.  \r\n"
    )
    article = only_article(load(tmp_path, a=text))
    assert (article.id, article.title, article.kind, article.locale) == ("0123", "No: way", Kind.FAQ, "pt-BR")
    assert article.body == "First.\n\n  Second."
    assert (article.published_at, article.updated_at) == (date(2024, 3, 5), date(2026, 1, 12))
    assert (article.expires_at, article.views, article.questions) == (date(2026, 6, 30), 12993, ("Lost my phone",))
    assert (article.excerpt, article.url) == ("First.", "https://x.example/a")
    assert article.origin == str(tmp_path / "a.md")


def test_first_top_heading_outside_code_is_the_title_and_leaves_the_body(tmp_path: Path) -> None:
    article = only_article(load(tmp_path, a="```\n# not this\n```\n\n# The *title*\n\nText.\n"))
    assert article.title == "The title"
    assert article.body == "```\n# not this\n```\n\n\nText."


def test_heading_that_repeats_the_title_is_dropped_and_another_kept(tmp_path: Path) -> None:
    batch = load(tmp_path, a="---\ntitle: Same\n---\n# same\nText.", b="---\ntitle: Same\n---\n# Other\nText.")
    assert [article.body for article, _ in batch.found] == ["Text.", "# Other\nText."]


def test_ids_come_from_names_and_from_paths_where_names_repeat(tmp_path: Path) -> None:
    text = "# T\ntext"
    batch = load(tmp_path, a__same=text, b__same=text, b__Only_One=text, c__index=text)
    assert [article.id for article, _ in batch.found] == ["a-same", "only-one", "b-same", "c"]


def test_folder_names_give_the_kind_unless_the_article_does(tmp_path: Path) -> None:
    batch = load(tmp_path, faq__a="# A\nx", announcements__deep__b="# B\nx", faq__c="---\nkind: product\n---\n# C\nx")
    assert {article.id: article.kind for article, _ in batch.found} == {
        "a": Kind.FAQ,
        "b": Kind.ANNOUNCEMENT,
        "c": Kind.PRODUCT,
    }


def test_drafts_are_marked_and_unfit_ones_left_out_without_a_problem(tmp_path: Path) -> None:
    batch = load(
        tmp_path, a="---\ndraft: true\n---\n", b="---\nstatus: archived\n---\n# B\nx", c="---\ndraft: no\n---\n# C\nx"
    )
    assert batch.problems == ()
    assert {article.id: article.draft for article, _ in batch.found} == {"b": True, "c": False}


def test_readme_licence_and_hidden_files_are_no_articles(tmp_path: Path) -> None:
    batch = load(tmp_path, README="# About\nx", LICENSE="MIT", a="# A\nx", **{".hidden__b": "x"})
    assert only_article(batch).id == "a"


@pytest.mark.parametrize(
    ("content", "line", "said"),
    [
        ("---\nid: a\ntitle: b: c\n---\nx", 3, "not valid YAML"),
        ("---\ntitle: 'never closed\nid: 3\n---\nx", 2, "not valid YAML"),
        ("---\ntitle: a\n\nno end", 1, "no end"),
        ("---\njust words\n---\nx", 1, "not a list"),
        ("---\nt: " + "[" * 19_000 + "\n---\nx", 3, "YAML"),
        ("---\nt: " + "[" * 100_000 + "\n---\nx", 1, "characters"),
        ("---\nid: a\npublished_at: 2026-02-30\ntitle: t\n---\nx", 3, "2026-02-30"),
        ("---\nkind: recipe\ntitle: t\n---\nx", 2, "recipe"),
        ("---\ntitle: t\nviews: many\n---\nx", 3, "many"),
        ("---\ntitle: t\nurl: javascript:alert(1)\n---\nx", 3, "javascript"),
        ("---\ntitle: t\nquestions:\n  - What now: this?\n---\nx", 3, "colon"),
        ("---\nid: two words\ntitle: t\n---\nx", 2, "space"),
        ("only text", None, "no title"),
        ("# Title only\n\n<!-- TODO -->\n", None, "no text"),
        ("", None, "empty"),
        ("# A\n\ncaf\udce9 au lait".encode("utf-8", "surrogateescape"), 3, "not UTF-8"),
        ("# A\nx".encode("utf-16"), 1, "UTF-16"),
        (b"# A\nx\n\x89PNG\0\0", 3, "not text"),
        ("# A\n" + "x" * 1_000_001, 2, "1 MB"),
        (b"x" * 20_000_001, None, "20 MB"),
    ],
)
def test_what_cannot_be_read_is_said_with_its_line(
    tmp_path: Path, content: str | bytes, line: int | None, said: str
) -> None:
    problem = only_problem(load(tmp_path, a=content))
    assert said in problem.what
    assert (problem.path, problem.line) == (str(tmp_path / "a.md"), line)


def test_every_problem_of_every_file_is_reported_and_the_rest_loads(tmp_path: Path) -> None:
    bad = "---\ntitle: t\nviews: many\nkind: recipe\npublished: soon\n---\nx"
    batch = load(tmp_path, a=bad, b="# fine\nx", c="---\n")
    assert len(batch.problems) == 4
    assert [article.id for article, _ in batch.found] == ["b"]


def test_a_file_that_cannot_be_opened_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "gone.md").symlink_to(tmp_path / "nowhere")
    os.mkfifo(tmp_path / "pipe.md")
    batch = load(tmp_path, a="# fine\nx")
    assert [Path(problem.path).name for problem in batch.problems] == ["gone.md", "pipe.md"]
    assert len(batch.found) == 1


@pytest.mark.skipif(not REAL.is_dir(), reason="the Arduino help centre is not beside this checkout")
def test_a_real_help_centre_of_414_articles_loads_without_a_problem() -> None:
    batch = MarkdownSource(REAL).load()
    assert batch.problems == ()
    assert len(batch.found) == 414
    assert len({article.id for article, _ in batch.found}) == len(batch.found)


def test_the_sample_help_centre_loads_without_a_problem() -> None:
    batch = MarkdownSource(SAMPLE).load()
    assert batch.problems == ()
    assert all(article.kind and article.id == Path(place.path).stem for article, place in batch.found)
    assert len(batch.found) >= 60
