from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from bot.cli.output import ConsoleProgress
from bot.settings import Settings
from eval.baseline import saved
from eval.compare import compare_evaluations
from eval.datasets import read_dataset
from eval.index import open_index
from eval.report import write_report
from eval.run import evaluate
from tests.browser.conftest import DESKTOP, PHONE, OpenPage
from tests.eval.conftest import write_folder

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of the report on a small data set, held against itself."""
    folder = tmp_path_factory.mktemp("report")
    dataset = read_dataset(write_folder(folder / "shop"))
    index = open_index(Settings(home=folder / "home"), dataset, ConsoleProgress())
    found = evaluate(index, dataset, ConsoleProgress())
    before = saved(found, {}, name="base.json")
    texts = {one.id: one.text for one in found.questions}
    write_report(found, index, folder / "report.html", compare_evaluations(before, saved(found, {}), texts))
    return (folder / "report.html").as_uri()


def shows(page: Page, count: int) -> None:
    expect(page.locator("#questions tbody tr:visible")).to_have_count(count)


def test_questions_are_filtered_by_words_and_by_what_became_of_them(open_page: OpenPage, report: str) -> None:
    page = open_page(report)
    shows(page, 5)
    page.get_by_label("Words").fill("card COST")
    shows(page, 1)
    expect(page.get_by_role("status")).to_have_text("1 of 5 questions")
    page.get_by_label("Words").fill("")
    page.get_by_label("What became of it").select_option("Rightly refused")
    shows(page, 2)


def test_questions_are_sorted_by_a_column_both_ways(open_page: OpenPage, report: str) -> None:
    page = open_page(report)
    confidences = page.locator("#questions tbody tr td:nth-child(3)")
    header = page.get_by_role("columnheader", name="Confidence")
    header.get_by_role("button").click()
    expect(header).to_have_attribute("aria-sort", "ascending")
    rising = confidences.all_inner_texts()
    assert rising == sorted(rising, key=float)
    header.get_by_role("button").click()
    expect(header).to_have_attribute("aria-sort", "descending")
    assert confidences.all_inner_texts() == sorted(rising, key=float, reverse=True)


def test_without_script_the_report_is_all_there(open_page: OpenPage, report: str) -> None:
    page = open_page(report, java_script_enabled=False)
    shows(page, 5)
    assert not page.locator("#filters").is_visible()


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_and_nothing_sticks_out(
    open_page: OpenPage, report: str, viewport: dict[str, int], scheme: str
) -> None:
    # axe is put into the page as a script, which the page's own policy would refuse.
    page = open_page(report, viewport, color_scheme=scheme, bypass_csp=True)
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    assert page.evaluate("document.documentElement.scrollWidth") == viewport["width"]
    assert Axe().run(page).response["violations"] == []
