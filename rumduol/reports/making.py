"""Files of reports: which there are, and writing them into a folder."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from rumduol.elsewhere import queries as elsewhere
from rumduol.places import queries as places
from rumduol.release.formats.dataset import Dataset
from rumduol.reports import markup, typesetting, workbook
from rumduol.reports.asked import asked
from rumduol.reports.composing import Request, compose
from rumduol.reports.queries import datasets
from rumduol.reports.shelf import Shelf
from rumduol.shared.errors import NotThere

# Name on the command line -> what is asked. The page of a provincial committee asks what the annual report asks.
REPORTS: Mapping[str, tuple[str, ...]] = {
    "annual": ("annual",),
    "province": ("annual",),
    "dol": ("dol6", "dol7", "dol11"),
    "glotip": ("glotip",),
    "tip": ("tip",),
    "sdg": ("sdg",),
}
ALL = "all"
FORMATS = ("pdf", "html", "xlsx")
LANGS = ("km", "en")


@dataclass(frozen=True)
class Made:
    path: Path
    size: int


def requests(name: str, *, year: int, lang: str, province: str = "") -> Iterator[Request]:
    """The documents behind a name; every province where none is given. Raises NotThere for another name or place."""
    if name == ALL:
        for one in REPORTS:
            yield from requests(one, year=year, lang=lang, province=province if one == "province" else "")
        return
    if name not in REPORTS:
        raise NotThere()
    for code in REPORTS[name]:
        if name != "province":
            yield Request(asked()[code], year, lang)
            continue
        for place in [places.get(province)] if province else places.provinces():
            yield Request(asked()[code], year, lang, place.code)


def write(
    name: str, *, year: int, lang: str, folder: Path, province: str = "", formats: tuple[str, ...] = FORMATS
) -> Iterator[Made]:
    """Write the documents of a name into a folder, one after the other."""
    folder.mkdir(parents=True, exist_ok=True)
    wanted = list(requests(name, year=year, lang=lang, province=province))
    shelf = datasets({year for one in wanted for year in one.years}, lang)
    for one in wanted:
        stem = f"{one.asked.code}{'-' + one.province if one.province else ''}-{year}-{lang}"
        for ending, stored in files(one, shelf, formats):
            path = folder / f"{stem}.{ending}"
            path.write_bytes(stored)
            yield Made(path, len(stored))


def files(request: Request, found: list[Dataset], formats: tuple[str, ...] = FORMATS) -> Iterator[tuple[str, bytes]]:
    """(ending, bytes) of one document."""
    printed = elsewhere.suggested(request.year) if request.asked.texts else ()
    document = compose(request, Shelf(found), printed)
    if "pdf" in formats:
        yield "pdf", typesetting.pdf(document)
    if "html" in formats:
        yield "html", markup.html(document).encode()
    if "xlsx" in formats:
        yield "xlsx", workbook.xlsx(document)
