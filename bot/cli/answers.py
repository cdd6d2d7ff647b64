"""citedesk ask and citedesk search: what a customer would get, and what it is made from."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Any

import typer
from rich.markdown import Markdown
from rich.table import Table

from bot.answer import Answer, Hit
from bot.api.outgoing import as_sent
from bot.api.schemas.answers import ChatAnswer
from bot.api.schemas.search import Hit as HitSchema
from bot.api.text import readable
from bot.assistant import Explanation
from bot.cli.options import HomeOption, JsonOption, KindOption, LocaleOption, read_filters, read_settings
from bot.cli.output import out, print_json
from bot.rules.matching import RuleMatch
from bot.wiring import open_assistant, open_live
from corpus.clean import plain_text, shorten


def _with_words(text: str) -> str:
    if not text.strip():
        raise typer.BadParameter("It is empty. Write at least a word.")
    return readable(text)


def search(
    query: Annotated[str, typer.Argument(metavar="QUERY", help="What to look for.", callback=_with_words)],
    k: Annotated[int, typer.Option("-k", min=1, max=1000, help="How many articles at most.")] = 10,
    kind: KindOption = None,
    locale: LocaleOption = None,
    home: HomeOption = None,
    json: JsonOption = False,
) -> None:
    """Show the articles closest to a query, each by its best passage."""
    settings = read_settings(home=home)
    knowledge = open_live(settings).current()
    hits = knowledge.retrieve(query, k, read_filters(kind, locale))
    if json:
        shown = [HitSchema.of(hit, settings.public_url).model_dump(mode="json") for hit in hits]
        print_json({"query": query, "hits": shown, "release": knowledge.release})
    elif hits:
        out.print(_hits_table(hits))
    else:
        out.print("No article matches.")


def ask(
    question: Annotated[str, typer.Argument(metavar="QUESTION", help="A customer's question.", callback=_with_words)],
    explain: Annotated[
        bool, typer.Option("--explain", help="Show what the answer rests on and how it was decided.")
    ] = False,
    kind: KindOption = None,
    locale: LocaleOption = None,
    home: HomeOption = None,
    json: JsonOption = False,
) -> None:
    """Answer one question as the chat would, the team's rules included."""
    settings = read_settings(home=home)
    assistant = open_assistant(settings)
    explanation = assistant.explain(question, filters=read_filters(kind, locale), locale=locale)
    articles = assistant.live.current().articles
    answer = as_sent(explanation.answer, articles, settings.contact_url, settings.public_url, locale)
    if json:
        values = _answer_json(answer, settings.public_url)
        print_json(values | ({"explain": _explain_json(explanation, settings.public_url)} if explain else {}))
        return
    _show_answer(answer)
    if explain:
        _show_explanation(explanation)


def _answer_json(answer: Answer, site: str) -> dict[str, Any]:
    values = ChatAnswer.of(answer, "", "", site).model_dump(mode="json")
    values["conversation_id"] = values["message_id"] = None
    return values | {"top_article_id": answer.top_article_id}


def _explain_json(explanation: Explanation, site: str) -> dict[str, Any]:
    return {
        "rules": [_rule_json(match) for match in explanation.rules],
        "query": explanation.query,
        "answer_at": explanation.answer_at,
        "clarify_at": explanation.clarify_at,
        "weights": {"dense": 1.0} | (asdict(explanation.weights) if explanation.weights else {}),
        "signals": dict(explanation.signals),
        "hits": [HitSchema.of(hit, site).model_dump(mode="json") for hit in explanation.hits],
    }


def _rule_json(match: RuleMatch) -> dict[str, Any]:
    rule = match.rule
    return {"number": rule.number, "kind": rule.draft.kind, "name": rule.draft.name, "likeness": match.likeness}


def _show_answer(answer: Answer) -> None:
    out.print(Markdown(answer.answer))
    out.print()
    for citation in answer.citations:
        dated = f", updated {citation.updated_at}" if citation.updated_at else ""
        out.print(f"[{citation.n}] {citation.title}{dated}\n    {citation.url}", markup=False, soft_wrap=True)
    for related in answer.did_you_mean:
        out.print(f"  - {related.title}\n    {related.url}", markup=False, soft_wrap=True)
    for question in answer.follow_ups:
        out.print(f"  → {question}", markup=False, soft_wrap=True)
    reason = f" ({answer.reason})" if answer.reason else ""
    out.print(f"{answer.outcome}{reason}, confidence {answer.confidence:.2f}")


def _show_explanation(explanation: Explanation) -> None:
    weights = explanation.weights
    if explanation.rules:
        _show_rules(explanation)
        return
    if weights is None:
        out.print("\nSmall talk and the wish for a person are not retrieved.")
        return
    out.print(f"\nRetrieved with: {explanation.query}", markup=False, soft_wrap=True)
    out.print(
        f"Score = dense + {weights.question:.2f} × (pooled + vote) + {weights.lexical:.2f} × lexical", soft_wrap=True
    )
    bounds = f"{explanation.answer_at:.2f}, clarified from {explanation.clarify_at:.2f}"
    out.print(f"Answered at a confidence of {bounds}", soft_wrap=True)
    signals = ", ".join(f"{name} {value:.3f}" for name, value in explanation.signals.items())
    out.print(f"Signals: {signals}", soft_wrap=True)
    if explanation.hits:
        out.print(_hits_table(explanation.hits))


def _show_rules(explanation: Explanation) -> None:
    out.print(f"\nAsked of the rules: {explanation.query}", markup=False, soft_wrap=True)
    for place, match in enumerate(explanation.rules):
        draft = match.rule.draft
        near = "by its words" if match.likeness is None else f"likeness {match.likeness:.2f}, {draft.strictness}"
        what = "answered by" if place == 0 else "also matches"
        out.print(
            f"{what} rule {match.rule.number}, {draft.kind} “{draft.name}” ({near})", markup=False, soft_wrap=True
        )


def _hits_table(hits: list[Hit] | tuple[Hit, ...]) -> Table:
    table = Table(box=None, pad_edge=False)
    for name in ("#", "score", "dense", "question", "lexical"):
        table.add_column(name, justify="right", no_wrap=True)
    table.add_column("article and passage", overflow="fold")
    for hit in hits:
        numbers = (hit.score, hit.scores.dense, hit.scores.question, hit.scores.lexical)
        kind = f" · {hit.article.kind.label}" if hit.article.kind else ""
        shown = Table.grid()
        shown.add_row(f"[bold]{_escaped(hit.article.title)}[/bold] [dim]({_escaped(hit.article.id)}{kind})[/dim]")
        shown.add_row(_escaped(shorten(plain_text(hit.passage.text), 200)))
        table.add_row(str(hit.rank), *(f"{number:.3f}" for number in numbers), shown)
    return table


def _escaped(text: str) -> str:
    return text.replace("[", r"\[")
