from pathlib import Path

import pytest

from corpus.article import Kind
from corpus.errors import ConfigurationError, SourceError
from corpus.sources import load_sources


def write(path: Path, text: str = "# Title\ntext") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


def ids(*specs: object) -> list[str]:
    loaded = load_sources([str(spec) for spec in specs])
    assert loaded.problems == ()
    return [article.id for article in loaded.articles]


def test_the_type_of_a_source_is_told_from_what_it_is(tmp_path: Path) -> None:
    write(tmp_path / "both/b.md")
    write(tmp_path / "both/a.html", "<h1>T</h1><p>x")
    write(tmp_path / "beir/corpus.jsonl", '{"_id": "j", "title": "t", "text": "x"}')
    csv = write(tmp_path / "x.csv", "id,title,body\nc,t,x")
    listing = write(tmp_path / "x.txt", "Lis\nText.Published on May 1, 2024")
    assert ids(tmp_path / "both", tmp_path / "beir", csv, listing) == ["b", "a", "j", "c", "lis"]


def test_a_type_can_be_forced(tmp_path: Path) -> None:
    export = write(tmp_path / "export.data", "id;question;answer\nc;t;x")
    write(tmp_path / "beir/corpus.jsonl", '{"_id": "j", "title": "t", "text": "x"}')
    assert ids(f"csv:{export}", f"JSONL:{tmp_path / 'beir'}") == ["c", "j"]


@pytest.mark.parametrize("spec", ["https://x.example/help", "zendesk:acme", "sitemap:x.xml", "docx:a.docx"])
def test_types_that_are_not_supported_are_refused_with_those_that_are(spec: str) -> None:
    with pytest.raises(ConfigurationError, match="markdown, html, csv, jsonl, listing"):
        load_sources([spec])


def test_a_file_of_unknown_type_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match=r"a\.docx"):
        load_sources([str(write(tmp_path / "a.docx"))])


@pytest.mark.parametrize("spec", ["{0}/nowhere", "csv:{0}/nowhere", "csv:{0}", "jsonl:{0}", "{0}", "{0}/empty.csv"])
def test_a_source_that_is_not_there_or_holds_nothing_is_an_error(tmp_path: Path, spec: str) -> None:
    write(tmp_path / "empty.csv", "title,body\n")
    with pytest.raises(SourceError, match=str(tmp_path)) as raised:
        load_sources([spec.format(tmp_path)])
    assert raised.value.exit_code == 3


def test_kind_and_locale_are_for_articles_that_have_none(tmp_path: Path) -> None:
    write(tmp_path / "a.md", "---\nkind: product\nlocale: de\n---\n# A\nx")
    write(tmp_path / "b.md")
    loaded = load_sources([str(tmp_path)], kind=Kind.FAQ, locale="fr")
    assert [(article.kind, article.locale) for article in loaded.articles] == [(Kind.PRODUCT, "de"), (Kind.FAQ, "fr")]


def test_of_two_articles_with_one_id_the_first_stays_and_both_places_are_named(tmp_path: Path) -> None:
    first = write(tmp_path / "one/a.md", "# First\nx")
    second = write(tmp_path / "two.jsonl", '\n{"id": "a", "title": "Second", "body": "x"}')
    loaded = load_sources([str(first.parent), str(second)])
    assert [article.title for article in loaded.articles] == ["First"]
    (problem,) = loaded.problems
    assert (problem.path, problem.line) == (str(second), 2)
    assert str(first) in problem.what


def test_progress_counts_every_file_and_record(tmp_path: Path) -> None:
    write(tmp_path / "md/a.md")
    write(tmp_path / "md/b.md", "")
    csv = write(tmp_path / "x.csv", "id,title,body\nc,t,x\nd,t,x")
    done: list[int] = []
    load_sources([str(tmp_path / "md"), str(csv)], progress=done.append)
    assert sum(done) == 4
