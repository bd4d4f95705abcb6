"""What the rooms above hang on the page of a criminal case: hearings, supervision, claims. This room does not know them.

In their AppConfig.ready():
    from rumduol.justice.above import Link, hang
    hang(lambda case, by: [Link(_("Hearings"), reverse("courts:of_case", args=[case.id]))])
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from rumduol.access.types import Actor
from rumduol.justice.models import CriminalCase


@dataclass(frozen=True, slots=True)
class Link:
    """A way from the page of a case; `note` is a word about what is there (codes and counts, never a name)."""

    label: Any
    url: str
    note: Any = ""


Links = Callable[[CriminalCase, Actor], list[Link]]
_HUNG: list[Links] = []


def hang(links: Links) -> None:
    """Show these on the page of every criminal case; a room lists only what the reader may open."""
    if links not in _HUNG:
        _HUNG.append(links)


def links_of(case: CriminalCase, by: Actor) -> list[Link]:
    """Everything that was hung there, for this reader."""
    return [link for links in _HUNG for link in links(case, by)]
