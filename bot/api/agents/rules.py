"""/v1/agent/rules: pinned answers, blocked topics, topics that go to people, and what each would change."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter, Path

from bot.accounts.team import Agent, AgentRole
from bot.api.errors import documented
from bot.api.requests.fields import MAX_INTEGER
from bot.api.requests.rules import PreviewBody, RuleBody, RuleChange
from bot.api.schemas.rules import RuleDetail, RuleList, RulePreview
from bot.api.services import Services
from bot.api.sign_in import signed_in
from bot.clock import now_utc, today_utc
from bot.rules.desk import RuleDesk
from bot.rules.rule import Rule

HITS_DAYS = 30
Number = Annotated[int, Path(ge=1, le=MAX_INTEGER, description="the rule's number")]
_WRITING = (400, 401, 403, 413, 422, 500, 503)


def rules_router(services: Services, desk: RuleDesk) -> APIRouter:
    """The routes for rules: agents read them, admins change them."""
    router = APIRouter(prefix="/v1/agent/rules", tags=["agents"])
    reader, admin = signed_in(services), signed_in(services, AgentRole.ADMIN)

    def details(*rules: Rule) -> list[RuleDetail]:
        hits = desk.kept.hits(now_utc() - timedelta(days=HITS_DAYS))
        articles, today = services.live.current().articles, today_utc()
        return [RuleDetail.of(rule, hits, articles, today) for rule in rules]

    @router.get("", summary="List the rules", responses=documented(401, 500, 503), dependencies=[reader])
    def list_rules() -> RuleList:
        """Gives every rule, those not in use included, and how often each has answered in the last 30 days."""
        kept = desk.kept.all()
        return RuleList(items=details(*kept.rules), revision=kept.revision)

    @router.get(
        "/{number}", summary="Open a rule", responses=documented(401, 404, 422, 500, 503), dependencies=[reader]
    )
    def open_rule(number: Number) -> RuleDetail:
        """Gives the rule by whose number an answer says that it was made by it."""
        return details(desk.find(number))[0]

    @router.post("", summary="Make a rule", status_code=201, responses=documented(*_WRITING))
    def add_rule(body: RuleBody, agent: Agent = admin) -> RuleDetail:
        """Makes a rule that counts from now on, on every server within two seconds.

        Of several rules that match a question pins come before blocks, blocks before routes, and of one kind the one
        with the example nearest to it.
        """
        return details(desk.add(body.draft(), agent.name))[0]

    @router.put("/{number}", summary="Change a rule", responses=documented(404, 409, *_WRITING))
    def change_rule(number: Number, body: RuleChange, agent: Agent = admin) -> RuleDetail:
        """Puts the rule sent in the place of the one kept; 409 when that was changed since it was read."""
        return details(desk.change(number, body.draft(), body.version, agent.name))[0]

    @router.delete(
        "/{number}",
        summary="Delete a rule",
        status_code=204,
        responses=documented(401, 403, 404, 422, 500, 503),
        dependencies=[admin],
    )
    def delete_rule(number: Number) -> None:
        """Deletes a rule; what it has answered stays as it is."""
        desk.delete(number)

    @router.post(
        "/preview", summary="Try a rule on past questions", responses=documented(*_WRITING), dependencies=[admin]
    )
    def preview_rule(body: PreviewBody) -> RulePreview:
        """Tells which questions of the last days the rule would answer, without making it.

        At most 2,000 questions are looked at, the newest. The first preview encodes them, which takes a while: after
        two seconds it gives what it has with `complete: false`, and the next one goes on from there.
        """
        preview = desk.preview(body.rule.draft(), body.number, body.days, body.questions)
        return RulePreview.of(preview, services.live.current().articles)

    return router
