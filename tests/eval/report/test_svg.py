from __future__ import annotations

from eval.report.svg import Ink, inline

DRAWN = f"""<?xml version="1.0"?>
<svg xmlns:xlink="http://www.w3.org/1999/xlink" xmlns="http://www.w3.org/2000/svg" width="9pt" viewBox="0 0 9 9">
 <metadata>who made it</metadata>
 <defs><style type="text/css">*{{stroke-linejoin: round}}</style><path id="mark" d="M 0 0 L 1 1"/></defs>
 <g id="figure_1"><use xlink:href="#mark" style="fill: {Ink.MAIN}; stroke: {Ink.TEXT}; stroke-width: 2"/>
 <text style="font-size: 9px; font-family: 'DejaVu Sans'; text-anchor: end">a &lt;b&gt;</text></g>
</svg>"""


def test_colours_become_classes_and_the_rest_of_the_style_attributes() -> None:
    found = inline(DRAWN, "A mark")
    assert "style" not in found
    assert '<use href="#mark" stroke-width="2" class="f-main s-text" />' in found
    assert '<text font-size="9px" text-anchor="end">a &lt;b&gt;</text>' in found


def test_what_nothing_refers_to_loses_its_id_and_metadata_are_gone() -> None:
    found = inline(DRAWN, "A mark")
    assert 'id="mark"' in found
    assert "figure_1" not in found
    assert "who made it" not in found


def test_the_text_alternative_is_escaped() -> None:
    assert 'role="img" aria-label="5 &lt; 6 &quot;or so&quot;"' in inline(DRAWN, '5 < 6 "or so"')
