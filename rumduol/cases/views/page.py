"""What the pages of one case have in common: the frame, the purpose of the day, how a refused form is shown."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from rumduol.access import queries as access
from rumduol.access.types import Actor, StaffRequest
from rumduol.agencies import queries as agencies
from rumduol.cases import policies, queries, sealed
from rumduol.cases.models import Case
from rumduol.cases.types import StepView
from rumduol.shared.addresses import address
from rumduol.shared.errors import InvalidInput, Stale
from rumduol.vault.enums import Purpose, Section
from rumduol.vault.types import NoKey, PurposeNeeded

PARTS = (
    ("cases:detail", _("Overview")),
    ("cases:identity", _("Who it is")),
    ("cases:person", _("Facts in codes")),
    ("cases:risk", _("Risk level")),
    ("cases:custody", _("Custody")),
    ("cases:plan", _("Plan")),
    ("cases:decisions", _("Decisions")),
    ("cases:rights", _("Rights")),
    ("cases:alarms", _("Alarms")),
    ("cases:visits", _("Visits")),
    ("cases:feedback", _("Feedback")),
    ("cases:notes", _("Notes")),
    ("cases:documents", _("Documents")),
    ("cases:links", _("Family and companions")),
    ("cases:same", _("Other files of this person")),
    ("cases:closure", _("Closure")),
)

FOR_WORKERS = {"cases:same", "cases:identity", "cases:person", "cases:risk", "cases:custody"}


def case_page(request: StaffRequest, template: str, case: Case, **context: Any) -> HttpResponse:
    """A page about one case, with its number, path and the ways to its parts."""
    by = request.actor
    child, own = queries.may_be_child(case), case.office_id in by.reach
    here = request.resolver_match.view_name if request.resolver_match else ""
    overview = context.get("overview")
    path = overview.path if overview else queries.step_path(queries.steps_of(case))
    alarms = overview.alarms if overview else queries.alarms_of(case)
    return render(
        request,
        template,
        {
            "case": case,
            "may_be_child": child,
            "own": own,
            "path": [
                {"number": v.number, "label": v.label, "state": v.state, "url": _step_url(case, v) if own else ""}
                for v in path
            ],
            "parts": [
                {"url": address(name, case.id), "label": str(label), "here": name == here}
                for name, label in PARTS
                if _is_open_to(name, by, child=child, own=own)
            ],
            "can_work": policies.can_work(case, by),
            "purpose": access.purpose_today(by, case.id),
            "purposes": Purpose.choices,
            "open_alarms": [alarm for alarm in alarms if alarm.status == "open"],
            **context,
        },
        status=context.get("status", 200),
    )


def _step_url(case: Case, view: StepView) -> str:
    return address("cases:step", case.id, view.step.step)


def _is_open_to(name: str, by: Actor, *, child: bool, own: bool) -> bool:
    """Whether a part of the case is a way for this reader: never one that leads to a refusal."""
    if name == "cases:custody" and not child:
        return False
    if name in FOR_WORKERS and not policies.may_work(by):
        return False
    return own or name == "cases:detail"


def words(request: StaffRequest, case: Case, section: Section) -> dict[str, Any] | None:
    """The sealed section for showing; None when no purpose was given today or it is not open to this office."""
    try:
        return sealed.take(case, section, by=request.actor)
    except (PurposeNeeded, NoKey):
        return None


def entry(opened: dict[str, Any] | None, part: str, key: object) -> dict[str, Any]:
    """One entry of a part; empty when nothing is there or the section is not open."""
    found: dict[str, Any] = (opened or {}).get(part, {}).get(str(key), {})
    return found


def sent(request: HttpRequest) -> QueryDict | None:
    """What was posted, also when it is empty; None for a page that is only looked at."""
    return request.POST if request.method == "POST" else None


def attempt(form: forms.Form, act: Callable[[], Any]) -> bool:
    """Call the action of a valid form. What it refuses is written at its fields, and everything typed stays."""
    if not form.is_valid():
        return False
    try:
        act()
    except InvalidInput as error:
        if not error.errors:
            form.add_error(None, str(error.message))
        for field, lines in error.errors.items():
            for line in lines:
                form.add_error(field if field in form.fields else None, str(line))
        return False
    except Stale as error:
        form.differences = error.differences  # type: ignore[attr-defined]
        form.add_error(None, str(error.message))
        return False
    return True


def back(request: HttpRequest, name: str, *args: UUID | str, said: Any = "") -> HttpResponse:
    """To a page of this room after a change, with a word about what was done."""
    if said:
        messages.success(request, str(said))
    return HttpResponseRedirect(reverse(name, args=args))


def people_names(request: StaffRequest, ids: Any) -> dict[UUID, str]:
    """Colleague's id -> name in the reader's script."""
    khmer = request.actor.language == "km"
    return {
        key: (row.name_km if khmer else row.name_latin)
        for key, row in agencies.people({i for i in ids if i is not None}).items()
    }
