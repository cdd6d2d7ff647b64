"""A drawing of matplotlib's as part of a page: coloured by the page's style sheet, without inline style."""

from __future__ import annotations

from enum import StrEnum
from xml.etree import ElementTree

_NAMESPACE = "http://www.w3.org/2000/svg"
_LINK = "{http://www.w3.org/1999/xlink}href"
# Of what matplotlib writes as style, all that is not a colour and may stand as an attribute of its own.
_KEPT = frozenset(
    {"stroke-width", "stroke-dasharray", "stroke-linecap", "stroke-linejoin", "text-anchor", "font-weight", "font-size"}
)
_DROPPED_ELEMENTS = frozenset({"metadata", "style"})


class Ink(StrEnum):
    """The colours to draw with: each stands for one that the page decides, by way of the classes 'f-…' and 's-…'."""

    TEXT = "#000101"
    QUIET = "#000102"
    LINE = "#000103"
    MAIN = "#000104"
    SECOND = "#000105"

    @property
    def class_name(self) -> str:
        """The word in the class of what is drawn with it."""
        return self.name.casefold()


def inline(svg: str, label: str) -> str:
    """The <svg> element to put into a page, the same for the same drawing: `label` is its text alternative.

    Ids stay only where something refers to them; they must differ between the drawings of a page (svg.hashsalt).
    """
    root = ElementTree.fromstring(svg)
    drawing = ElementTree.Element("svg", {"viewBox": root.get("viewBox", ""), "role": "img", "aria-label": label})
    drawing.extend(root)
    _clean(drawing, _referred(root))
    return ElementTree.tostring(drawing, encoding="unicode", short_empty_elements=True)


def _referred(root: ElementTree.Element) -> frozenset[str]:
    found = set()
    for element in root.iter():
        found.add(element.get(_LINK, "").removeprefix("#"))
        found.add(element.get("clip-path", "").removeprefix("url(#").removesuffix(")"))
    return frozenset(found - {""})


def _clean(element: ElementTree.Element, referred: frozenset[str]) -> None:
    element.tag = element.tag.removeprefix(f"{{{_NAMESPACE}}}")
    element.text = element.tail = (element.text or "") if element.tag == "text" else None
    element.tail = None
    if element.get("id") not in referred:
        element.attrib.pop("id", None)
    if target := element.attrib.pop(_LINK, None):
        element.set("href", target)
    _unstyle(element)
    for child in list(element):
        if child.tag.removeprefix(f"{{{_NAMESPACE}}}") in _DROPPED_ELEMENTS:
            element.remove(child)
        else:
            _clean(child, referred)


def _unstyle(element: ElementTree.Element) -> None:
    """Turns the style into attributes, and its colours into classes."""
    classes = []
    inks = {ink.value: ink.class_name for ink in Ink}
    for declaration in element.attrib.pop("style", "").split(";"):
        name, _, value = (part.strip() for part in declaration.partition(":"))
        if name in ("fill", "stroke") and value in inks:
            classes.append(f"{name[0]}-{inks[value]}")
        elif name in ("fill", "stroke") or name in _KEPT or name.endswith("opacity"):
            element.set(name, value)
    if classes:
        element.set("class", " ".join(classes))
