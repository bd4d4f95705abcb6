"""Choosing among many offices on a form: those near first, the others by province. Works without a script.

A hidden house is never among them: whoever reads the form, and whoever reads what was chosen, would learn its name.
"""

from collections.abc import Collection, Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from rumduol.agencies import queries
from rumduol.agencies.enums import OfficeLevel
from rumduol.agencies.models import Office
from rumduol.places import queries as places

Group = tuple[str, list[tuple[str, str]]]


def grouped(
    rows: Iterable[Office], *, near: str, first: Collection[UUID] = (), leave_out: Collection[UUID] = ()
) -> list[Group]:
    """[(heading, [(office id, name)])]: offices named in `first`, then the province of `near` (a place code), the national
    offices, and every other province in the order of its code. No hidden house; empty groups are left out."""
    language = get_language() or "km"
    own = places.province_of(near)
    known: dict[tuple[int, str], list[tuple[str, str]]] = {}
    for row in rows:
        if row.confidential or row.id in leave_out:
            continue
        province = places.province_of(row.place)
        if row.id in first:
            key = (0, "")
        elif row.level == OfficeLevel.NATIONAL:
            key = (2, "")
        elif province and province == own:
            key = (1, province)
        else:
            key = (3, province) if province else (4, "")
        known.setdefault(key, []).append((str(row.id), queries.office_name(row, language)))
    headings = {0: _("Offices of this case"), 2: _("National offices"), 4: _("Elsewhere")}
    return [(headings.get(place) or places.label(code), known[place, code]) for place, code in sorted(known)]


class FoldedChecks(forms.CheckboxSelectMultiple):
    """Boxes to tick: the first groups lie open, the others are folded until they are wanted or ticked."""

    template_name = "agencies/widgets/folded.html"
    open_groups = 1
    others: Any = ""  # the words over all that is folded, where it is more than one group

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        groups = [
            {"label": label, "options": options, "ticked": any(option["selected"] for option in options)}
            for label, options, _index in context["widget"]["optgroups"]
        ]
        folded = groups[self.open_groups :]
        context["widget"] |= {
            "open": groups[: self.open_groups], "folded": folded, "ticked": any(group["ticked"] for group in folded),
            "number": sum(len(group["options"]) for group in folded), "others": self.others,
        }  # fmt: skip
        return context


class OfficeChecks(FoldedChecks):
    """Offices: those of the case and those of the province lie open."""

    open_groups = 2
    others = gettext_lazy("Other offices")
