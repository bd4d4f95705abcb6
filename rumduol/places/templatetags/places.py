"""`{% load places %}`: the tile map, and places in words."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import template
from django.utils.translation import get_language

from rumduol.places import queries
from rumduol.places.tiles import STEPS, tiles

register = template.Library()


@register.inclusion_tag("places/tilemap.html")
def tilemap(
    values: Mapping[str, float | None] | None = None,
    title: str = "",
    unit: str = "",
    hidden: Iterable[str] = (),
    link: str = "",
) -> dict[str, Any]:
    """The map with its table. `link` is the name of a url that takes a province code; the page adds tilemap.css."""
    shown = tiles(values or {}, hidden=frozenset(hidden))
    return {
        "tiles": shown,
        "title": title,
        "unit": unit,
        "link": link,
        "figures": bool(values),
        "steps": range(STEPS + 1),
        "lang": get_language() or "km",
    }


@register.filter
def place_name(code: str) -> str:
    """The bare name in the reader's script."""
    return queries.label(code)


@register.filter
def place_short(code: str) -> str:
    """Name and what lies above, in few words."""
    return queries.describe(code)


@register.filter
def place_long(code: str) -> str:
    """The whole address with the word of each level."""
    return queries.describe(code, long=True)
