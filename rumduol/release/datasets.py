"""A release with its words, ready for every file format and for the API."""

from collections.abc import Callable, Mapping

from django.utils.translation import gettext as _
from django.utils.translation import override

from rumduol.indicators.catalogue import Indicator, Measure, indicator
from rumduol.indicators.layout import Label
from rumduol.indicators.showing import labels_of
from rumduol.indicators.types import NOT_COLLECTED, TOTAL, Dimension
from rumduol.indicators.words import period_label
from rumduol.release.documents import table_of, unknowns
from rumduol.release.enums import RevisionReason
from rumduol.release.formats.dataset import Axis, Dataset, Observation
from rumduol.release.formats.htcds_csv import htcds_csv
from rumduol.release.formats.jsonstat import jsonstat
from rumduol.release.formats.plain_csv import plain_csv
from rumduol.release.formats.sdmx_csv import sdmx_csv
from rumduol.release.formats.xlsx import xlsx
from rumduol.release.models import Release
from rumduol.release.showing import kind_words, label, rounded_words, title_of
from rumduol.release.together import together
from rumduol.release.types import Cell, NoNumber, ReleasedTable
from rumduol.terms import queries as terms

# Breakdowns whose values are codes of a list that knows the Human Trafficking Case Data Standard.
STANDARD = {
    "sex": "sex", "age_band": "age", "age_detail": "age", "form": "form", "form_detail": "form",
    "nationality": "nationality",
}  # fmt: skip
DEFINED = ("numerator", "unit", "denominator", "period", "place", "source")
BOM = "\ufeff"  # lets spreadsheets read the Khmer of a CSV


def observe(cell: Cell) -> Observation:
    """A cell of a release as files tell it."""
    return Observation(cell.kind) if isinstance(cell, NoNumber) else Observation.of(cell)


def heads() -> dict[str, str]:
    return {
        "number": _("Number"),
        "status": _("What kind of cell"),
        "total": _("Total"),
        "period": _("Period"),
        "table": _("Table"),
        "cells": _("Cells"),
        "notes": _("Notes"),
        "people": _("Different people"),
        "release": _("Release"),
    }


def definition_heads() -> dict[str, str]:
    return {
        "numerator": _("Who is counted"),
        "unit": _("Counted in"),
        "denominator": _("Out of"),
        "period": _("Which day decides"),
        "place": _("Which place decides"),
        "source": _("Who reports"),
    }


def more_heads() -> dict[str, str]:
    return {
        "national": _("Under national law"),
        "palermo": _("Under the Palermo definition"),
        "disclosure": _("How people are protected"),
        "approved": _("Who decided on this definition"),
    }


def dataset(release: Release, *, lang: str, address: str) -> Dataset:
    """The release in Khmer or English. `address` is the permanent address of its page."""
    with override(lang):
        content, subject = release.content, indicator(release.indicator)
        table = table_of(content)
        return Dataset(
            number=release.number,
            sha256=release.sha256,
            lang=lang,
            title=title_of(content),
            indicator=release.indicator,
            indicator_label=subject.word("name", lang),
            unit=subject.word("unit", lang),
            period=release.period,
            period_label=period_label(release.period),
            source=subject.word("source", lang) if subject.apart else _("Rumduol, national facts"),
            published_on=release.published_on or release.created_at.date(),
            address=address,
            axes=tuple(_axis(dimension, labels_of(subject)) for dimension in table.dimensions),
            cells={place: observe(cell) for place, cell in table.cells.items()},
            notes=_notes(release, lang),
            legend=kind_words() | (rounded_words() if table.rounded_to else {}),
            rounded_to=table.rounded_to,
            heads=heads(),
            rate_per=content["rate"]["per"] if content["rate"] else 0,
            population=content["rate"]["population"] if content["rate"] else {},
            people=together(content),
        )


def _axis(dimension: Dimension, label: Label) -> Axis:
    values = tuple((value, label(dimension.name, value)) for value in dimension.values)
    coded = STANDARD.get(dimension.name)
    standard: dict[str, Mapping[str, str]] = {}
    if coded:
        found = {value: terms.htcds(coded, value) for value in dimension.values if value not in {TOTAL, NOT_COLLECTED}}
        standard = {value: fields for value, fields in found.items() if fields}
    return Axis(dimension.name, label("", dimension.name), values, standard, _part_of(dimension))


def _part_of(dimension: Dimension) -> Mapping[str, str]:
    return {value: parent for value, parent in dimension.part_of.items() if parent != TOTAL}


def _notes(release: Release, lang: str) -> tuple[tuple[str, str], ...]:
    """Definition, protection, quality and revision: what travels with the numbers wherever they go."""
    subject, table = indicator(release.indicator), table_of(release.content)
    told = [(words, subject.word(what, lang)) for what, words in definition_heads().items()]
    told.append((_("Protection"), _protection(subject, table)))
    for unknown in unknowns(table):
        said = (
            _("how many are not known is hidden, too")
            if unknown.percent is None
            else _("not known for %(percent)s in 100") % {"percent": unknown.percent}
        )
        told.append((_("Quality: %(name)s") % {"name": label("", unknown.name)}, said))
    if (people := together(release.content)) is not None:
        told += [(people.heads["title"], said) for said in people.said]
        if people.estimates:
            told.append((people.heads["estimates"], people.heads["never_one"]))
    rate = release.content.get("rate")
    if rate:
        told.append((_("Population"), f"{rate['population'][TOTAL]:,}: {rate['source']}"))
    if release.revises:
        reason = str(RevisionReason(release.revision_reason).label)
        told.append((_("Revises"), f"{release.revises.number}: {reason}"))
    return tuple(told)


def _protection(subject: Indicator, table: ReleasedTable) -> str:
    if table.rounded_to:
        return _(
            "Every number is rounded to a multiple of %(base)s; the table adds up, and a nought may be a few people."
        ) % {"base": table.rounded_to}
    if subject.measure == Measure.AMOUNT:
        return _(
            "Hidden to protect people: a sum that fewer than five people make or of which one person has most, or one that would give such a sum away."
        )
    return _(
        "Numbers from 1 to %(most)s are hidden, and others that would give such a number away. A zero is a zero."
    ) % {"most": table.threshold - 1}


def _bytes(encode: Callable[[Dataset], str], start: str = "") -> Callable[[Dataset], bytes]:
    return lambda data: (start + encode(data)).encode()


# name in the address -> (ending of the file, media type, encoder)
FORMATS: Mapping[str, tuple[str, str, Callable[[Dataset], bytes]]] = {
    "csv": ("csv", "text/csv; charset=utf-8", _bytes(plain_csv, BOM)),
    "xlsx": ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", xlsx),
    "jsonstat": ("json", "application/json", _bytes(jsonstat)),
    "sdmx": ("sdmx.csv", "application/vnd.sdmx.data+csv; version=2.0.0; charset=utf-8", _bytes(sdmx_csv)),
    "htcds": ("htcds.csv", "text/csv; charset=utf-8", _bytes(htcds_csv, BOM)),
}


def file_words() -> list[tuple[str, str]]:
    """(name in the address, words of the link)."""
    return [
        ("csv", _("CSV: one line per cell, with words")),
        ("xlsx", _("XLSX: for a spreadsheet, with notes")),
        ("jsonstat", _("JSON-stat 2.0")),
        ("sdmx", _("SDMX-CSV 2.0")),
        ("htcds", _("CSV with the codes of the case data standard HTCDS 2.0")),
    ]
