"""Figures for everybody: no account, no script, no cookie."""

from collections import Counter
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language

from rumduol.elsewhere import queries as elsewhere
from rumduol.indicators import queries as indicators
from rumduol.indicators.catalogue import Measure
from rumduol.indicators.types import TOTAL
from rumduol.indicators.words import dimension_label, period_label, subject_label
from rumduol.release import queries
from rumduol.release.datasets import DEFINED, FORMATS, dataset, file_words, more_heads
from rumduol.release.documents import unknowns
from rumduol.release.enums import ReleaseStatus, RevisionReason
from rumduol.release.models import Release
from rumduol.release.planned import coming
from rumduol.release.showing import (
    Shown,
    answer_table,
    asked_rows,
    bars_of,
    changed_cells,
    label,
    map_of,
    marks_of,
    public_table,
    rates_of,
    title_of,
    title_words,
    total_of,
    trend_of,
)
from rumduol.release.together import picture_of, together
from rumduol.release.types import SUPPRESSED, Cell
from rumduol.shared.dates import today
from rumduol.shared.errors import NotThere
from rumduol.shared.gates import public_page

NEWEST = 8  # on the overview; the calendar lists the others
MOST_LISTED = 120  # keeps the page small


@public_page(methods=("GET",))
def public(request: HttpRequest, lang: str) -> HttpResponse:
    """What there is: the released figures by subject, each under its permanent address, and the newest releases."""
    releases = list(queries.public_list())
    newest = queries.newest_totals()
    count = Counter(release.indicator for release in releases if release.status == ReleaseStatus.PUBLISHED)
    groups = [
        {
            "title": subject_label(subject),
            "lines": [
                {
                    "code": one.code,
                    "name": one.word("name", get_language() or "km"),
                    "count": count[one.code],
                    "newest": _newest(*newest[one.code]) if one.code in newest else None,
                }
                for one in found
                if count[one.code]
            ],
        }
        for subject, found in (*indicators.subjects().items(), ("apart", tuple(indicators.apart().values())))
    ]
    context = {
        "lang": lang,
        "groups": [group for group in groups if group["lines"]],
        "lines": [_line(release) for release in releases[:NEWEST]],
        "coming": coming(today())[:1],
    }
    return render(request, "release/public.html", context)


def _newest(period: str, total: Cell) -> dict[str, Any]:
    return {"period": period_label(period), "total": Shown.of(total)}


def _line(release: Release) -> dict[str, Any]:
    return {
        "release": release,
        "title": title_words(release.indicator, release.period, release.breakdowns),
        "replaced": release.status == ReleaseStatus.REVISED,
    }


@public_page(methods=("GET",))
def public_calendar(request: HttpRequest, lang: str) -> HttpResponse:
    """What comes out when, what came out, and what was changed afterwards and why."""
    language = get_language() or "km"
    changed = [
        {
            "release": release,
            "title": title_of(release.content),
            "reason": _reason(release),
            "changes": len(queries.changes(release)),
        }
        for release in queries.revisions()[:MOST_LISTED]
    ]
    context = {
        "lang": lang,
        "coming": [
            {"on": one.on, "period": period_label(one.period), "words": one.word(language)} for one in coming(today())
        ],
        "changed": changed,
        "lines": [_line(release) for release in queries.public_list()[:MOST_LISTED]],
    }
    return render(request, "release/public_calendar.html", context)


@public_page(methods=("GET",))
def public_indicator(request: HttpRequest, lang: str, code: str) -> HttpResponse:
    """One figure under an address that stays: its newest number, its years, its map, its releases, what it means."""
    subject = indicators.indicator(code)
    found = queries.standing_of(code)
    if not found:
        raise NotThere()
    tables = [queries.shown_of(release) for release in found]
    newest = [table for table in tables if table.period == found[0].period]
    total = next((one for one in map(total_of, newest) if not one.hidden), total_of(newest[0]))
    with_map = next(
        ((release, drawn) for release, table in zip(found, tables, strict=True) if (drawn := map_of(table))), None
    )
    language = get_language() or "km"
    context = {
        "lang": lang,
        "name": subject.word("name", language),
        "total": total,
        "period": period_label(found[0].period),
        "bars": bars_of(next((table for table in newest if table.dimensions[0].name != "province"), newest[0])),
        "trend": trend_of(tables),
        "map": with_map,
        "release": found[0],
        "title": title_of(found[0].content),
        "table": public_table(newest[0]),
        "table_marks": marks_of(newest[0]),
        "hidden": len(newest[0].hidden),
        "most": newest[0].threshold - 1,
        "rounded_to": newest[0].rounded_to,
        "money": subject.measure == Measure.AMOUNT,
        "unknowns": [(label("", unknown.name), unknown.percent) for unknown in unknowns(newest[0])],
        "lines": [_line(release) for release in found],
        "beside": elsewhere.beside(code),
        "apart": subject.apart,
        "definition": {what: subject.word(what, language) for what in DEFINED},
        "more": [(heading, subject.word(what, language)) for what, heading in more_heads().items()],
    }
    return render(request, "release/public_indicator.html", context)


@public_page(methods=("GET",))
def public_release(request: HttpRequest, lang: str, number: str) -> HttpResponse:
    """One release: the figure, its table, what is hidden and why, how far it can be trusted, and its files."""
    release = queries.public_release(number)
    table = queries.shown_of(release)
    subject = indicators.indicator(release.indicator)
    language = get_language() or "km"
    whole = table.cells[(TOTAL,) * len(table.dimensions)]
    people = together(release.content)
    context = {
        "people": people,
        "people_picture": picture_of(people),
        "lang": lang,
        "release": release,
        "title": title_of(release.content),
        "name": subject.word("name", language),
        "apart": subject.apart,
        "definition": {what: subject.word(what, language) for what in DEFINED},
        "whole": whole,
        "whole_hidden": whole is SUPPRESSED,
        "hidden": len(table.hidden),
        "threshold": table.threshold,
        "most": table.threshold - 1,
        "money": subject.measure == Measure.AMOUNT,
        "rounded_to": table.rounded_to,
        "table": public_table(table),
        "table_marks": marks_of(table),
        "bars": bars_of(table),
        "map": map_of(table),
        "rates": rates_of(release.content),
        "unknowns": [(label("", unknown.name), unknown.percent) for unknown in unknowns(table)],
        "replaced_by": queries.replaced_by(release),
        "changes": len(queries.changes(release)),
        "changed": changed_cells(release),
        "revision_reason": _reason(release),
        "files": file_words(),
    }
    return render(request, "release/public_release.html", context)


@public_page(methods=("GET",))
def public_answers(request: HttpRequest, lang: str) -> HttpResponse:
    """Questions that were answered with noise, and what is left of each year's budget."""
    return render(request, "release/public_answers.html", {"lang": lang, **asked_rows()})


@public_page(methods=("GET",))
def public_answer(request: HttpRequest, lang: str, answer_id: UUID) -> HttpResponse:
    """One answer, with how far from the truth it may be."""
    given = queries.open_answer(answer_id)
    context = {
        "lang": lang,
        "answer": given,
        "title": title_words(given.indicator, str(given.year), given.breakdowns),
        "heads": [dimension_label(name) for name in given.breakdowns],
        "rows": answer_table(given),
    }
    return render(request, "release/public_answer.html", context)


def _reason(release: Release) -> str:
    return str(RevisionReason(release.revision_reason).label) if release.revision_reason else ""


@public_page(methods=("GET",))
def public_file(request: HttpRequest, lang: str, number: str, kind: str) -> HttpResponse:
    """The same numbers as a file: csv, xlsx, jsonstat, sdmx or htcds. Raises NotThere for another kind."""
    if kind not in FORMATS:
        raise NotThere()
    release = queries.public_release(number)
    ending, media, encode = FORMATS[kind]
    address = request.build_absolute_uri(reverse("figures:release", args=[lang, release.number]))
    response = HttpResponse(encode(dataset(release, lang=_written_in(lang), address=address)), content_type=media)
    response.headers["Content-Disposition"] = f'attachment; filename="{release.number}-{_written_in(lang)}.{ending}"'
    return response


def _written_in(lang: str) -> str:
    """Definitions are written in Khmer and English; readers of the other languages get English."""
    return lang if lang in {"km", "en"} else "en"
