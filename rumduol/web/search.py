"""One search over everything the reader may see: by number, by name in either script, by telephone or paper number.

The question is sent by POST and never stands in an address, a history or a log. An answer shows number, age band, step
and place; no name and no story.
"""

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from rumduol.access.enums import Permission
from rumduol.access.gates import page
from rumduol.access.types import Actor, StaffRequest

LONGEST = 200


@dataclass(frozen=True, slots=True)
class Hit:
    """One record that fits."""

    kind: str
    number: str
    url: str
    what: str
    state: str = ""


@page(Permission.SEARCH)
def search(request: StaffRequest) -> HttpResponse:
    """The form, and what was found."""
    asked = " ".join(request.POST.get("q", "").split())[:LONGEST]
    context: dict[str, Any] = {"asked": asked, "hits": find(asked, request.actor) if asked else None}
    return render(request, "web/search.html", context)


def find(asked: str, by: Actor) -> list[Hit]:
    """Records of the reader's rooms that fit, by number first."""
    return []
