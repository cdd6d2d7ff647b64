from __future__ import annotations

import csv
import io
from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from bot.accounts.team import AgentRole
from bot.api.app import create_app
from bot.api.services import Services
from bot.conversation import Feedback, Rating
from bot.insights.team_insights import TeamInsights
from bot.knowledge import ReleaseKnowledge
from bot.store.database import Database
from bot.store.insights import SqlInsights
from tests.bot.api.conftest import World
from tests.bot.insights.test_team_insights import Live
from tests.contracts.insights import GAP, answer

EVIL = '=HYPERLINK("http://evil.example","Apple Pay")'


@pytest.fixture
def client(world: World, database: Database, knowledge: ReleaseKnowledge) -> Iterator[TestClient]:
    """Signed in, over a real store and the sample release."""
    insights = TeamInsights(SqlInsights(database), Live(knowledge), world.views)
    services = world.services()
    values = {name: getattr(services, name) for name in Services.__dataclass_fields__}
    app = create_app(Services(**{**values, "insights": insights}), world.clock)
    world.sessions.add_agent("lena@example.com", "Lena", AgentRole.AGENT, "a long password")
    client = TestClient(app, base_url="http://help.test")
    signed_in = client.post("/v1/agent/session", json={"email": "lena@example.com", "password": "a long password"})
    assert signed_in.status_code == 200, signed_in.text
    yield client
    insights.close()


def ask(world: World, text: str = "Apple Pay?", given: object = GAP) -> str:
    received = world.conversations.receive(None, text)
    return world.conversations.reply(received.conversation.id, received.message.id, given).id  # type: ignore[arg-type]


def rows(client: TestClient, address: str) -> list[list[str]]:
    response = client.get(address)
    assert response.status_code == 200, response.text
    assert response.content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))


def test_strangers_are_led_to_the_sign_in_page(world: World) -> None:
    for path in ("/console/insights", "/console/insights/outcomes.csv"):
        response = world.client().get(path, follow_redirects=False)

        assert response.status_code == 303
        assert response.headers["Location"].startswith("/console/sign-in") or "sign-in" in response.headers["Location"]


def test_page_says_that_nothing_was_said_yet(client: TestClient) -> None:
    assert "No conversations yet" in client.get("/console/insights").text


def test_page_shows_figures_with_a_table_behind_each_chart(client: TestClient, world: World) -> None:
    world.conversations.rate(ask(world, "Fees?", answer()), Feedback(Rating.UP))
    ask(world)
    page = client.get("/console/insights?period=7").text

    for title in ("What became of questions", "Content gaps", "Is the confidence right?", "Articles to look at again"):
        assert title in page
    assert page.count('role="img" aria-labelledby') == 4
    assert "style=" not in page
    assert "<script>" not in page


@pytest.mark.parametrize(
    "query",
    [
        "from=2026-11-02&to=2026-11-01",
        "from=yesterday",
        "from=0001-01-01&to=0001-01-02",
        "from=9999-12-30&to=9999-12-31",
    ],
)
def test_dates_of_no_use_are_told_and_the_last_30_days_shown(client: TestClient, world: World, query: str) -> None:
    ask(world)
    response = client.get(f"/console/insights?{query}")

    assert response.status_code == 200
    assert "Choose a first day" in response.text


def test_every_table_is_exported_with_its_numbers_as_they_are(client: TestClient, world: World) -> None:
    world.conversations.rate(ask(world, "Fees?", answer(confidence=0.84)), Feedback(Rating.UP))
    for _ in range(2):
        ask(world)
    tables = ("outcomes", "speed", "reasons", "people", "calibration", "feedback", "articles", "stale", "unused")
    found = {name: rows(client, f"/console/insights/{name}.csv?period=7") for name in (*tables, "suggestions", "gaps")}

    assert found["outcomes"][-1][2:] == ["3", "1", "0", "2", "0", "0"]
    assert found["reasons"][1:] == [["No answer", "No article answers it", "2", "1.0"]]
    assert found["calibration"][1][:5] == ["0.8 to 0.9", "0.84", "1", "1", "1.0"]
    assert found["articles"][1][1:4] == ["fees", "1", "1"]
    assert found["gaps"][1][2:4] == ["2", "2"]
    assert client.get("/console/insights/nothing.csv").status_code == 404


def test_question_that_stands_alone_is_listed_and_exported(client: TestClient, world: World) -> None:
    ask(world, "Do you sell bicycles?")
    (row,) = rows(client, "/console/insights/gaps.csv")[1:]
    page = client.get("/console/insights").text

    assert (row[0], row[2:4], row[5]) == ("Do you sell bicycles?", ["1", "1"], "One customer alone")
    assert "1 asked by one customer alone" in page
    assert "Do you sell bicycles?</a>" in page


def test_words_of_customers_are_no_formulas_in_a_spreadsheet(client: TestClient, world: World) -> None:
    for text in (EVIL, EVIL + "?"):
        ask(world, text)
    cells = [cell for row in rows(client, "/console/insights/gaps.csv") for cell in row]

    assert any(cell.startswith("'=HYPERLINK") for cell in cells)
    assert not any(cell.startswith(("=", "+", "-", "@", "\t")) for cell in cells)


def test_words_of_customers_are_no_markup(client: TestClient, world: World) -> None:
    for _ in range(2):
        ask(world, "Do you take <script>alert(1)</script> Apple Pay?")
    client.get("/console/insights/gaps.csv?period=7")
    page = client.get("/console/insights?period=7").text

    assert "Do you take &lt;script&gt;" in page
