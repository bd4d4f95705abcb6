"""The code lists for everybody to read, with a download of each list."""

import csv
import io
from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from rumduol.shared.gates import public_page
from rumduol.terms import queries


@public_page(methods=("GET",))
def index(request: HttpRequest) -> HttpResponse:
    """All code lists with their titles."""
    lang = get_language() or "km"
    lists = [(name, queries.term_list(name).title(lang), len(queries.terms(name))) for name in queries.lists()]
    return render(request, "terms/index.html", {"lists": sorted(lists, key=lambda item: item[1])})


@public_page(methods=("GET",))
def show(request: HttpRequest, name: str) -> HttpResponse:
    """One list: code, words in both languages, what it is in the international standard."""
    shown = queries.term_list(name)
    return render(request, "terms/list.html", {"list": shown, "title": shown.title(get_language() or "km")})


@public_page(methods=("GET",))
def download(request: HttpRequest, name: str) -> HttpResponse:
    """The list as CSV in UTF-8: code, parent, km, en, htcds, other classifications, since."""
    out = io.StringIO()
    table = csv.writer(out)
    table.writerow(["code", "parent", "km", "en", "htcds", "also", "about", "since"])
    for term in queries.terms(name):
        words = [term.labels["km"], term.labels["en"]]
        table.writerow([term.code, term.parent, *words, _pairs(term.htcds), _pairs(term.also), term.about, term.since])
    # The mark at the start lets spreadsheets read Khmer.
    return HttpResponse(
        "\ufeff" + out.getvalue(),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}.csv"'},
    )


def _pairs(values: Mapping[str, str]) -> str:
    return "; ".join(f"{key}={value}" for key, value in values.items())
