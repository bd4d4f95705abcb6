"""Figures for everybody: no account, no script, no cookie."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language

from rumduol.indicators import queries as indicators
from rumduol.indicators.types import TOTAL
from rumduol.release import queries
from rumduol.release.datasets import FORMATS, dataset, file_words
from rumduol.release.documents import unknowns
from rumduol.release.enums import RevisionReason
from rumduol.release.models import Release
from rumduol.release.showing import bars_of, label, public_table, rates_of, title_of
from rumduol.release.types import SUPPRESSED
from rumduol.shared.errors import NotThere
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
        "files": file_words(),
    }
    return render(request, "release/public_release.html", context)


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
