"""Open data: public releases for programs. Read only, no account, no token; the same numbers as on the pages."""

from datetime import date
from typing import Any, Literal

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import override
from ninja import Router, Schema

from rumduol.access.api import Problem
from rumduol.indicators import queries as indicators
from rumduol.indicators.types import TOTAL
from rumduol.release import invented, queries
from rumduol.release.datasets import FORMATS, dataset
from rumduol.release.formats.jsonstat import people as people_of
from rumduol.release.microdata import COLUMNS
from rumduol.release.models import Invented, Release
from rumduol.release.planned import calendar
from rumduol.release.showing import invented_title, nobody_exists, title_words

router = Router(tags=["releases"])
Lang = Literal["km", "en"]


class ReleaseLine(Schema):
    """A release without its table. `status`: published, or revised when another stands instead."""

    number: str
    title: str
    indicator: str
    period: str
    breakdowns: list[str]
    status: str
    published_on: date
    sha256: str
    page: str
    files: dict[str, str]


class Value(Schema):
    """`part_of`: the value of the upper level that this one is part of; "total" for the uppermost."""

    code: str
    label: str
    part_of: str


class DimensionOut(Schema):
    code: str
    label: str
    values: list[Value]


class CellOut(Schema):
    """`at`: one code per dimension, "total" for a margin. `number` is null unless the kind is number or zero."""

    at: list[str]
    kind: Literal["number", "zero", "suppressed", "unknown", "not_collected", "not_applicable"]
    number: int | None
    obs_status: str


class Note(Schema):
    heading: str
    text: str


class CountOut(Schema):
    """`code`: what is counted (figure: the figure's own records; lists: lines on all lists) and how (records, unique, again)."""

    code: str
    label: str
    number: int | None
    kind: Literal["number", "zero", "suppressed"]


class EstimateOut(Schema):
    """What one method says of all people, found or not; in two digits, never to be quoted alone."""

    method: str
    label: str
    number: int
    low: int | None
    high: int | None


class PeopleOut(Schema):
    """Different people beside the sum, by a round of matching without names."""

    round: str
    counts: list[CountOut]
    said: list[str]
    estimates: list[EstimateOut]


class ReleaseOut(ReleaseLine):
    """`rounded_to`: every number is a multiple of it and a nought may be a few people; 0 where numbers are exact."""

    unit: str
    rounded_to: int
    dimensions: list[DimensionOut]
    cells: list[CellOut]
    people: PeopleOut | None
    notes: list[Note]
    revises: str
    replaced_by: str


class IndicatorOut(Schema):
    code: str
    name: str
    unit: str
    releases: list[str]


class InventedLine(Schema):
    """A file of invented people: nobody in it exists, and no total is to be taken from it. `note` says so in words.

    `way`: how real people are protected (crowd: k-anonymous; private: differentially private). `rows`: invented people.
    `totals`: the number of the release that has the true figures.
    """

    number: str
    title: str
    invented: Literal[True]
    note: str
    year: int
    way: Literal["crowd", "private"]
    rows: int
    totals: str
    published_on: date
    sha256: str
    page: str
    files: dict[str, str]


class ReportOut(Schema):
    """How alike the file is. `blank`: share of values left blank; `single`, `pairs`: distance of single values and of pairs
    from the real ones, 0 to 1; `rare`: combinations of up to three values that fewer than `k` real people share.
    """

    way: str
    k: int
    blank: float
    single: float
    pairs: float
    rare: int


class InventedOut(InventedLine):
    """`true_numbers`: per column, each value's number in the release, or the mark that stands there (s: suppressed)."""

    columns: list[str]
    report: ReportOut
    true_total: int
    true_numbers: dict[str, dict[str, int | str]]


class PlannedOut(Schema):
    on: date
    period: str
    title: str


@router.get("/releases", response={200: list[ReleaseLine], 422: Problem}, summary="All public releases")
def releases(request: HttpRequest, lang: Lang = "en", indicator: str = "", period: str = "") -> list[dict[str, Any]]:
    """Newest first; `indicator` and `period` narrow the list."""
    wanted = {name: value for name, value in (("indicator", indicator), ("period", period)) if value}
    with override(lang):
        return [_line(request, release, lang) for release in queries.public_list().filter(**wanted)]


@router.get("/releases/{number}", response={200: ReleaseOut, 404: Problem, 422: Problem}, summary="One release, whole")
def release(request: HttpRequest, number: str, lang: Lang = "en") -> dict[str, Any]:
    found = queries.public_release(number)
    line = _line(request, found, lang)
    data = dataset(found, lang=lang, address=line["page"])
    standing = queries.replaced_by(found)
    return line | {
        "title": data.title,
        "unit": data.unit,
        "rounded_to": data.rounded_to,
        "dimensions": [
            {
                "code": axis.code,
                "label": axis.label,
                "values": [
                    {"code": code, "label": words, "part_of": axis.part_of.get(code, TOTAL)}
                    for code, words in axis.values
                ],
            }
            for axis in data.axes
        ],
        "cells": [
            {
                "at": list(place),
                "kind": seen.kind.code,
                "number": seen.number,
                "obs_status": seen.kind.observation_status,
            }
            for place, seen in data.cells.items()
        ],
        "people": people_of(data.people) if data.people else None,
        "notes": [{"heading": heading, "text": text} for heading, text in data.notes],
        "revises": found.revises.number if found.revises else "",
        "replaced_by": standing.number if standing else "",
    }


@router.get(
    "/indicators", response={200: list[IndicatorOut], 422: Problem}, summary="Figures that have a standing release"
)
def released_indicators(request: HttpRequest, lang: Lang = "en") -> list[dict[str, Any]]:
    numbers: dict[str, list[str]] = {}
    for one in queries.standing().defer("content"):
        numbers.setdefault(one.indicator, []).append(one.number)
    return [
        {
            "code": code,
            "name": subject.word("name", lang),
            "unit": subject.word("unit", lang),
            "releases": numbers[code],
        }
        for code, subject in (*indicators.catalogue().items(), *indicators.apart().items())
        if code in numbers
    ]


@router.get("/calendar", response={200: list[PlannedOut], 422: Problem}, summary="Promised days of release")
def planned(request: HttpRequest, lang: Lang = "en") -> list[dict[str, Any]]:
    return [{"on": one.on, "period": one.period, "title": one.word(lang)} for one in calendar()]


@router.get(
    "/invented-people", response={200: list[InventedLine], 422: Problem}, summary="Files of people who do not exist"
)
def invented_people(request: HttpRequest, lang: Lang = "en") -> list[dict[str, Any]]:
    """For teaching and for trying a method out; newest first. The file itself is under `files.csv`."""
    return [_invented_line(request, found, lang) for found in invented.public()]


@router.get(
    "/invented-people/{number}",
    response={200: InventedOut, 404: Problem, 422: Problem},
    summary="How one such file was made, and the true totals",
)
def invented_file(request: HttpRequest, number: str, lang: Lang = "en") -> dict[str, Any]:
    found = invented.public_one(number)
    totals = found.content["totals"]
    return _invented_line(request, found, lang) | {
        "columns": list(COLUMNS),
        "report": found.content["report"],
        "true_total": totals["whole"],
        "true_numbers": totals["by"],
    }


def _invented_line(request: HttpRequest, found: Invented, lang: str) -> dict[str, Any]:
    def address(name: str, *more: str) -> str:
        return request.build_absolute_uri(reverse(name, args=[lang, found.number, *more]))

    content = found.content
    with override(lang):
        title, note = invented_title(found.year), nobody_exists()
    return {
        "number": found.number,
        "title": title,
        "invented": True,
        "note": note,
        "year": found.year,
        "way": content["way"],
        "rows": content["report"]["rows"],
        "totals": content["totals"]["release"],
        "published_on": found.published_on,
        "sha256": found.sha256,
        "page": address("figures:invented"),
        "files": {kind: address("figures:invented_file", kind) for kind in ("csv", "json")},
    }


def _line(request: HttpRequest, found: Release, lang: str) -> dict[str, Any]:
    def address(name: str, *more: str) -> str:
        return request.build_absolute_uri(reverse(name, args=[lang, found.number, *more]))

    with override(lang):
        title = title_words(found.indicator, found.period, found.breakdowns)
    return {
        "number": found.number,
        "title": title,
        "indicator": found.indicator,
        "period": found.period,
        "breakdowns": found.breakdowns,
        "status": found.status,
        "published_on": found.published_on,
        "sha256": found.sha256,
        "page": address("figures:release"),
        "files": {kind: address("figures:file", kind) for kind in FORMATS},
    }
