"""The gazetteer for everybody: search, a place and what lies in it, and the same search as JSON. No cookie is set."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import get_language

from rumduol.places import queries
from rumduol.places.gazetteer import data
from rumduol.places.population import census
from rumduol.places.searching import Match, search
from rumduol.shared.gates import public_page

MOST = 50


@public_page(methods=("GET",))
def index(request: HttpRequest) -> HttpResponse:
    """Search box, the map of provinces, and what was found."""
    text = request.GET.get("q", "")
    return render(
        request,
        "places/index.html",
        {
            "q": text,
            "found": [_shown(match) for match in search(text, limit=20)] if text else [],
            "counts": data("gazetteer")["counts"],
            "attribution": _attribution(),
        },
    )


@public_page(methods=("GET",))
def detail(request: HttpRequest, code: str) -> HttpResponse:
    """One place, where it lies, what lies in it."""
    place = queries.get(code)
    lang = get_language() or "km"
    return render(
        request,
        "places/detail.html",
        {
            "place": place,
            "name": place.full_name(lang),
            "other_name": place.full_name("en" if lang == "km" else "km"),
            "above": [(a.code, a.full_name(lang)) for a in reversed(queries.ancestors(code))],
            "below": [(c.code, c.full_name(lang), c.full_name("en" if lang == "km" else "km")) for c in _below(code)],
            "people": census(code) if len(code) == 2 else None,
            "attribution": _attribution(),
        },
    )


@public_page(methods=("GET",))
def search_json(request: HttpRequest) -> HttpResponse:
    """{"places": [{code, name, other_name, where, level, sure}]} for `q`, inside `within`, at most `limit` (50)."""
    limit = request.GET.get("limit", "10")
    most = min(int(limit), MOST) if limit.isascii() and limit.isdigit() else 10
    found = search(request.GET.get("q", ""), within=request.GET.get("within") or None, limit=most)
    response = JsonResponse({"places": [_shown(match) for match in found]}, json_dumps_params={"ensure_ascii": False})
    response.headers["Cache-Control"] = "public, max-age=3600"
    return response


def _below(code: str) -> tuple[queries.PlaceInfo, ...]:
    return queries.children(code) if len(code) < 8 else ()


def _shown(match: Match) -> dict[str, Any]:
    lang = get_language() or "km"
    return {
        "code": match.place.code,
        "name": match.place.full_name(lang),
        "other_name": match.place.full_name("en" if lang == "km" else "km"),
        "where": queries.describe(match.place.parent, lang, long=True),
        "level": match.place.level.value,
        "sure": match.sure,
    }


def _attribution() -> str:
    return str(data("gazetteer")["attribution_km" if (get_language() or "km") == "km" else "attribution_en"])
