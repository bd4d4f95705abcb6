"""Figures for everybody: no account, no script, no cookie."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from rumduol.indicators import queries as indicators
from rumduol.indicators.types import TOTAL
from rumduol.release import queries
from rumduol.release.documents import csv_of, unknowns
from rumduol.release.enums import RevisionReason
from rumduol.release.models import Release
from rumduol.release.showing import bars_of, label, public_table, rates_of, title_of
from rumduol.release.types import SUPPRESSED
from rumduol.shared.gates import public_page


@public_page(methods=("GET",))
def public(request: HttpRequest, lang: str) -> HttpResponse:
    """All releases, newest first."""
    lines = [
        {"release": release, "title": title_of(release.content), "replaced": release.status == "revised"}
        for release in queries.public_releases()
    ]
    return render(request, "release/public.html", {"lines": lines, "lang": lang})


@public_page(methods=("GET",))
def public_release(request: HttpRequest, lang: str, number: str) -> HttpResponse:
    """One release: the figure, its table, what is hidden and why, how far it can be trusted, and its files."""
    release = queries.public_release(number)
    table = queries.shown_of(release)
    subject = indicators.indicator(release.indicator)
    language = get_language() or "km"
    whole = table.cells[(TOTAL,) * len(table.dimensions)]
    words = ("unit", "numerator", "denominator", "period", "place", "source")
    context = {
        "lang": lang,
        "release": release,
        "title": title_of(release.content),
        "name": subject.word("name", language),
        "definition": {what: subject.word(what, language) for what in words},
        "whole": whole,
        "whole_hidden": whole is SUPPRESSED,
        "hidden": len(table.hidden),
        "threshold": table.threshold,
        "most": table.threshold - 1,
        "table": public_table(table),
        "bars": bars_of(table),
        "rates": rates_of(release.content),
        "unknowns": [(label("", unknown.name), unknown.percent) for unknown in unknowns(table)],
        "replaced_by": queries.replaced_by(release),
        "changes": len(queries.changes(release)),
        "revision_reason": _reason(release),
    }
    return render(request, "release/public_release.html", context)


def _reason(release: Release) -> str:
    return str(RevisionReason(release.revision_reason).label) if release.revision_reason else ""


@public_page(methods=("GET",))
def public_csv(request: HttpRequest, lang: str, number: str) -> HttpResponse:
    """The same numbers as a file; the byte order mark lets spreadsheets read the Khmer."""
    release = queries.public_release(number)
    text = csv_of(release.number, release.sha256, queries.shown_of(release), label)
    response = HttpResponse("\ufeff" + text, content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{release.number}-{lang}.csv"'
    return response
