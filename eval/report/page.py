"""The page: everything that an evaluation found, put into one HTML file."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from eval.compare import Comparison
from eval.files import write_lines
from eval.index import Index
from eval.report.accepted import accepted_table
from eval.report.against import against
from eval.report.cases import worst_cases
from eval.report.drawings import drawings
from eval.report.headlines import headline_groups, summary
from eval.report.listing import listing
from eval.report.verdicts import parts_of_answerable, parts_of_unanswerable
from eval.report.words import number, share
from eval.results import Evaluation
from eval.slices import slices

_FOLDER = Path(__file__).parent
_MOST_GROUPS = 20


def write_report(
    found: Evaluation, index: Index, path: Path, comparison: Comparison | None = None, failures: Sequence[str] = ()
) -> None:
    """Writes the page, or leaves what was at `path` as it is; `index` is the one that was evaluated.

    `comparison` is that with a baseline, `failures` is what the gate says against going live, a sentence each.
    Raises EvaluationError when it can't be written, ConfigurationError where matplotlib is not installed.
    """
    write_lines(path, [render_report(found, index, comparison, failures)])


def render_report(
    found: Evaluation, index: Index, comparison: Comparison | None = None, failures: Sequence[str] = ()
) -> str:
    """The page as HTML, the same for the same evaluation."""
    style, script = (Markup((_FOLDER / name).read_text(encoding="utf-8")) for name in ("style.css", "table.js"))
    templates = Environment(
        loader=FileSystemLoader(_FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    templates.filters |= {"share": share, "number": number}
    return templates.get_template("page.html").render(
        found=found,
        style=style,
        script=script,
        # What the articles and the customers wrote is escaped; should that ever fail, nothing of it can run.
        policy=f"default-src 'none'; style-src {_source(style)}; script-src {_source(script)}; base-uri 'none'",
        summary=summary(found),
        against=against(index, comparison, failures),
        accepted=accepted_table(found),
        outcomes=(parts_of_answerable(found.questions), parts_of_unanswerable(found.questions)),
        headline_groups=headline_groups(found),
        slices={name: groups for name, groups in slices(found.questions).items() if len(groups) > 1},
        most_groups=_MOST_GROUPS,
        drawings=drawings(found),
        case_groups=worst_cases(index, found.questions),
        listing=listing(index, found.questions),
    )


def _source(text: str) -> str:
    """What a content security policy calls an inline style or script that it lets through."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
