"""Reading the enforcement figures of one country and year from the US Department of Labor's XML (2016 to 2020). Pure.

The file does not name its year, so the caller does. <Enforcements> and <Suggested_Actions> are read. Entities and document types are
refused: a file from outside may not make the parser fetch or unfold anything.
"""

from collections.abc import Iterator
from textwrap import shorten
from xml.etree import ElementTree as Tree

from rumduol.elsewhere.types import Row, Suggested, number_of
from rumduol.shared.layouts import BadRow, NotThisFile

COUNTRIES = {"Cambodia": "KHM"}
LONGEST = 40
LONGEST_SENTENCE = 600


def read(stored: bytes, year: int) -> Iterator[Row | BadRow]:
    """Each element of <Enforcements>; `line` is its place among them. Raises NotThisFile."""
    root, country = _country(stored)
    for line, element in enumerate(root.findall("Enforcements/*"), 1):
        text = _text(element)
        if not text:
            yield BadRow(line, f"{element.tag} is empty")
        elif len(text) > LONGEST or len(element.tag) > 60:
            yield BadRow(line, f"{element.tag} is longer than {LONGEST} characters")
        else:
            yield Row(line, country, year, element.tag, text, number_of(text))


def suggested(stored: bytes, year: int) -> Iterator[Suggested]:
    """Each sentence of <Suggested_Actions>, in order; too long ones are cut at a word. Raises NotThisFile."""
    root, country = _country(stored)
    areas = root.find("Suggested_Actions")
    found = [(area.tag, _text(action)) for area in (areas if areas is not None else ()) for action in area]
    for line, (area, text) in enumerate(found, 1):
        if text:
            yield Suggested(line, country, year, area[:60], shorten(text, LONGEST_SENTENCE, placeholder=" ..."))


def _text(element: Tree.Element) -> str:
    return " ".join("".join(element.itertext()).split())


def _country(stored: bytes) -> tuple[Tree.Element, str]:
    """The root and the ISO code of its country."""
    if b"<!DOCTYPE" in stored or b"<!ENTITY" in stored:
        raise NotThisFile("It declares a document type, which these files do not.")
    try:
        root = Tree.fromstring(stored)  # noqa: S314
    except Tree.ParseError as error:
        raise NotThisFile(f"It is no XML: {error}.") from error
    name, found = (root.findtext("Name") or "").strip(), root.find("Enforcements")
    if root.tag != "Country" or found is None:
        raise NotThisFile("It has no <Country> with <Enforcements>.")
    if name not in COUNTRIES:
        raise NotThisFile(f"It is about {name or 'no country'}; known are: {', '.join(COUNTRIES)}.")
    return root, COUNTRIES[name]
