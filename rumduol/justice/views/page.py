"""What the pages of one criminal case have in common: the frame, the way to its parts, names behind the curtain."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from rumduol.access import queries as access
from rumduol.access.types import StaffRequest
from rumduol.agencies import queries as agencies
from rumduol.justice import policies, queries, sealed
from rumduol.justice.above import links_of
from rumduol.justice.enums import YesNo
from rumduol.justice.models import CriminalCase, Suspect
from rumduol.law import queries as law
from rumduol.places import queries as places
from rumduol.places.fields import PlaceField
from rumduol.shared.dates import PartialDate
from rumduol.shared.errors import NotThere
from rumduol.shared.khmer import to_khmer_digits
from rumduol.vault.enums import Purpose

PARTS = (
    ("justice:case", gettext_lazy("Overview")),
    ("justice:suspects", gettext_lazy("Suspects")),
    ("justice:victims", gettext_lazy("Victims")),
    ("justice:charges", gettext_lazy("Charges")),
    ("justice:verdicts", gettext_lazy("Verdicts")),
    ("justice:evidence", gettext_lazy("Evidence")),
    ("justice:network", gettext_lazy("Network")),
    ("justice:cooperation", gettext_lazy("Other countries")),
    ("justice:share", gettext_lazy("Who sees it")),
)


def case_page(request: StaffRequest, template: str, case: CriminalCase, **context: Any) -> HttpResponse:
    """A page about one criminal case."""
    by = request.actor
    here = request.resolver_match.view_name if request.resolver_match else ""
    own = case.office_id in by.reach
    return render(
        request,
        template,
        {
            "case": case,
            "own": own,
            "parts": [
                {"url": reverse(name, args=[case.id]), "label": label, "here": name == here} for name, label in PARTS
            ],
            "above": links_of(case, by),
            "can_work": policies.can_work(case, by),
            "can_pass": policies.can_pass(case, by),
            "purpose": access.purpose_today(by, case.id),
            "purposes": Purpose.choices,
            "open_signs": [sign for sign in queries.signs_of(case) if sign.answered_at is None or sign.same],
            "article": article_words(case.article),
            **context,
        },
        status=context.get("status", 200),
    )


def form_page(
    request: StaffRequest, case: CriminalCase, form: Any, title: str, submit: str, **context: Any
) -> HttpResponse:
    """One form about a case."""
    status = 409 if context.get("differences") else 422 if form.is_bound and form.errors else 200
    return case_page(
        request, "justice/form.html", case, form=form, title=title, submit=submit, **({"status": status} | context)
    )


def differences_in_words(form: Any, differences: Mapping[str, tuple[Any, Any]]) -> dict[str, tuple[str, str]]:
    """What somebody else saved beside what was typed here, in the words of the form: label -> (theirs, yours)."""
    labels = {"forms": "form", "official_office_id": "official_office"}
    fields = {name: form.fields.get(labels.get(name, name)) for name in differences}
    return {
        str(field.label): (_value_words(field, theirs), _value_words(field, yours))
        for name, (theirs, yours) in differences.items()
        if (field := fields[name]) is not None
    }


def _value_words(field: Any, value: Any) -> str:
    if isinstance(value, (list, tuple)):
        return "; ".join(_value_words(field, one) for one in value) or "–"
    if isinstance(value, bool):
        return str(YesNo.YES.label if value else YesNo.NO.label)
    if isinstance(value, PartialDate):
        return value.in_words()
    if value is None or value == "":
        return "–"
    known: dict[str, Any] = {}
    for key, label in getattr(field, "choices", ()):
        known |= {str(k): words for k, words in label} if isinstance(label, (list, tuple)) else {str(key): label}
    return str(known.get(str(value), places.label(str(value)) if isinstance(field, PlaceField) else value))


def status_of(*tried: Any) -> int:
    return 422 if any(form.is_bound and form.errors for form in tried) else 200


def back(request: HttpRequest, name: str, *args: UUID | str, said: Any = "") -> HttpResponse:
    """To a page of this room after a change, with a word about what was done."""
    if said:
        messages.success(request, str(said))
    return HttpResponseRedirect(reverse(name, args=args))


def article_words(code: str) -> str:
    """`Penal Code 298 (...)` in the reader's language; the code itself when the reference does not have it."""
    if not code or not law.is_article(code):
        return code
    from_law = law.article(code)
    language = get_language() or "km"
    named = from_law.named(language)
    return f"{to_khmer_digits(named) if language == 'km' else named}: {from_law.title(language)}"


def as_id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise NotThere() from error


def names(request: StaffRequest, case: CriminalCase, suspects: list[Suspect]) -> dict[UUID, str]:
    """Suspect -> name, when a purpose was given today; empty else."""
    purpose = access.purpose_today(request.actor, case.id)
    return sealed.names_of(suspects, by=request.actor, purpose=Purpose(purpose)) if purpose and suspects else {}


def described(suspect: Suspect, name: str, number: int) -> str:
    """How a suspect is called in a choice: the name when it is open, else a number."""
    digits = to_khmer_digits(str(number)) if (get_language() or "km") == "km" else str(number)
    return name or _("Suspect %(n)s") % {"n": digits}


def suspect_choices(request: StaffRequest, case: CriminalCase) -> list[tuple[str, str]]:
    suspects = queries.suspects_of(case)
    known = names(request, case, suspects)
    return [(str(one.id), described(one, known.get(one.id, ""), n)) for n, one in enumerate(suspects, 1)]


def people_names(request: StaffRequest, ids: Any) -> dict[UUID, str]:
    """Colleague's id -> name in the reader's script."""
    khmer = request.actor.language == "km"
    return {
        key: (row.name_km if khmer else row.name_latin)
        for key, row in agencies.people({one for one in ids if one is not None}).items()
    }


def office_names(request: StaffRequest, ids: Any) -> dict[UUID, str]:
    return {
        key: agencies.office_name(row, request.actor.language)
        for key, row in agencies.offices({one for one in ids if one is not None}).items()
    }
