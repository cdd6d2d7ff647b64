from __future__ import annotations

from pathlib import Path

import pytest

from bot.rules.rule import RuleKind
from bot.settings import DATABASE_FILE
from bot.store.database import Database, default_url
from bot.store.rules import SqlRules
from tests.bot.cli.conftest import Cli
from tests.bot.rules.kept import draft

ANSWER_FIELDS = {
    *("conversation_id", "message_id", "outcome", "reason", "answer", "sentences", "citations", "confidence"),
    *("did_you_mean", "follow_ups", "rule", "release", "timings_ms", "top_article_id"),
}
CITATION_FIELDS = {"n", "article_id", "title", "url", "kind", "updated_at", "quote", "start", "end"}
HIT_FIELDS = {"rank", "score", "article_id", "title", "url", "kind", "updated_at", "passage", "scores"}


def test_search_lists_the_closest_articles(cli: Cli, sample_home: Path) -> None:
    run = cli("search", "lost my phone", "-k", 3, "--home", sample_home)

    assert (run.code, run.err) == (0, "")
    assert "How do I reset two-factor authentication (2FA)?" in " ".join(run.out.split())
    assert run.out.count(" FAQ)") <= 3


def test_search_as_json_has_ranked_hits(cli: Cli, sample_home: Path) -> None:
    run = cli("search", "withdrawal fees", "-k", 4, "--kind", "faq", "--home", sample_home, "--json")

    assert set(run.json) == {"query", "hits", "release"}
    assert [hit["rank"] for hit in run.json["hits"]] == [1, 2, 3, 4]
    assert all(set(hit) == HIT_FIELDS for hit in run.json["hits"])
    assert {hit["kind"] for hit in run.json["hits"]} == {"faq"}
    assert set(run.json["hits"][0]["scores"]) == {"dense", "question", "lexical"}


def test_search_for_a_language_nobody_wrote_in_finds_nothing(cli: Cli, sample_home: Path) -> None:
    run = cli("search", "fees", "--locale", "fi", "--home", sample_home)

    assert (run.code, run.out) == (0, "No article matches.\n")
    assert cli("search", "fees", "--locale", "fi", "--home", sample_home, "--json").json["hits"] == []


def test_ask_quotes_and_cites(cli: Cli, sample_home: Path) -> None:
    run = cli("ask", "How do I reset two-factor authentication (2FA)?", "--home", sample_home)

    assert (run.code, run.err) == (0, "")
    assert "Enter your e-mail address and password" in run.out
    assert "[1] How do I reset two-factor authentication (2FA)?, updated" in run.out
    assert "/help/articles/reset-two-factor-authentication?quote=" in run.out
    assert "answered, confidence" in run.out


def test_ask_offers_what_to_ask_next(cli: Cli, sample_home: Path) -> None:
    run = cli("ask", "How do I set up a passkey?", "--home", sample_home)

    offered = [line.removeprefix("  → ") for line in run.out.splitlines() if line.startswith("  → ")]
    assert 1 <= len(offered) <= 3
    assert f"[1] {offered[0]}, updated" in cli("ask", offered[0], "--home", sample_home).out


def test_ask_in_a_locale_declines_in_its_language(cli: Cli, sample_home: Path) -> None:
    run = cli("ask", "best pizza recipe", "--locale", "de-AT", "--home", sample_home)

    assert "Ich habe keinen Artikel gefunden" in run.out


def test_ask_as_json_has_the_fields_of_the_api(cli: Cli, sample_home: Path) -> None:
    run = cli("ask", "trading fees", "--home", sample_home, "--json")

    assert set(run.json) == ANSWER_FIELDS
    assert run.json["outcome"] == "answered"
    assert set(run.json["citations"][0]) == CITATION_FIELDS
    assert all(set(sentence) == {"text", "citations"} for sentence in run.json["sentences"])
    assert run.json["conversation_id"] is None


def test_ask_declines_and_exits_with_0(cli: Cli, sample_home: Path) -> None:
    run = cli("ask", "what is the weather in Paris tomorrow", "--home", sample_home)

    assert run.code == 0
    assert "I'd rather not guess" in run.out
    assert "abstained (missing_knowledge), confidence 0." in run.out


def test_explain_shows_signals_and_hits(cli: Cli, sample_home: Path) -> None:
    shown = cli("ask", "trading fees", "--explain", "--home", sample_home).out
    values = cli("ask", "trading fees", "--explain", "--home", sample_home, "--json").json["explain"]

    assert "Retrieved with: trading fees" in shown
    assert "Signals: dense" in shown
    assert set(values) == {"rules", "query", "answer_at", "clarify_at", "weights", "signals", "hits"}
    assert len(values["hits"]) == 10


def test_ask_answers_by_the_rules_of_the_database_and_leaves_it_alone(cli: Cli, home: Path) -> None:
    none = cli("ask", "How do Passkeys work?", "--home", home)
    assert not (home / DATABASE_FILE).exists()
    database = Database(default_url(home))
    SqlRules(database).add(draft(RuleKind.BLOCK, words=("passkeys",), name="Secret"), "Lena")
    database.close()
    run = cli("ask", "How do Passkeys work?", "--home", home, "--explain")
    values = cli("ask", "How do Passkeys work?", "--home", home, "--explain", "--json").json

    assert "By a block." not in none.out
    assert "By a block." in run.out
    assert "answered by rule 1, block “Secret” (by its words)" in run.out
    assert (values["outcome"], values["rule"]) == ("abstained", 1)
    assert values["explain"]["rules"] == [{"number": 1, "kind": "block", "name": "Secret", "likeness": None}]


def test_ask_says_when_the_rules_cannot_be_read(cli: Cli, home: Path, caplog: pytest.LogCaptureFixture) -> None:
    (home / DATABASE_FILE).write_text("no database")
    run = cli("ask", "How do Passkeys work?", "--home", home)

    assert run.code == 0
    assert "the rules could not be read, so none count" in caplog.text


def test_public_address_leads_links(cli: Cli, sample_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CITEDESK_PUBLIC_URL", "https://help.example.com")
    citation = cli("ask", "trading fees", "--home", sample_home, "--json").json["citations"][0]

    assert citation["url"].startswith("https://help.example.com/help/articles/")


def test_text_with_brackets_is_printed_as_it_is(cli: Cli, sample_home: Path) -> None:
    run = cli("search", "[bold]fees[/bold] [/] [red]", "--home", sample_home)

    assert run.code == 0
    assert "trading fees" in run.out.casefold()


@pytest.mark.parametrize("verb", ["ask", "search", "releases", "rollback"])
def test_empty_home_is_named_with_the_remedy(cli: Cli, tmp_path: Path, verb: str) -> None:
    question = ["fees"] if verb in ("ask", "search") else []
    run = cli(verb, *question, "--home", tmp_path / "none")

    assert (run.code, run.out) == (3, "")
    assert run.err == (
        f"citedesk: No index has been published under '{tmp_path / 'none'}'. "
        f"Run 'citedesk sync SOURCE --home {tmp_path / 'none'}' first.\n"
    )


@pytest.mark.parametrize(
    "arguments",
    [
        ("search", "fees", "-k", "0"),
        ("search", "fees", "-k", "many"),
        ("search",),
        ("ask",),
        ("ask", "x", "--kind", "y"),
        ("ask", ""),
        ("ask", " \n"),
        ("search", "\t"),
    ],
)
def test_wrong_usage_exits_with_2(cli: Cli, sample_home: Path, arguments: tuple[str, ...]) -> None:
    run = cli(*arguments, "--home", sample_home)

    assert (run.code, run.out) == (2, "")
    assert run.err
