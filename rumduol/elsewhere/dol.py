"""Reading the enforcement figures of one country and year from the US Department of Labor's XML (2016 to 2020). Pure.

The file does not name its year, so the caller does. Only <Enforcements> is read. Entities and document types are
refused: a file from outside may not make the parser fetch or unfold anything.
"""

from collections.abc import Iterator
from xml.etree import ElementTree as Tree

from rumduol.elsewhere.types import BadRow, NotThisFile, Row, number_of

COUNTRIES = {"Cambodia": "KHM"}
LONGEST = 40


def read(stored: bytes, year: int) -> Iterator[Row | BadRow]:
    """Each element of <Enforcements>; `line` is its place among them. Raises NotThisFile."""
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
    for line, element in enumerate(found, 1):
        text = " ".join("".join(element.itertext()).split())
        if not text:
            yield BadRow(line, f"{element.tag} is empty")
        elif len(text) > LONGEST or len(element.tag) > 60:
            yield BadRow(line, f"{element.tag} is longer than {LONGEST} characters")
        else:
            yield Row(line, COUNTRIES[name], year, element.tag, text, number_of(text))
