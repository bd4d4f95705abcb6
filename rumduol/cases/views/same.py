"""Files of one person: what may be the same, why, and what was found."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rumduol.access.enums import Permission
from rumduol.access.gates import page
from rumduol.access.types import StaffRequest
from rumduol.cases import actions, forms, policies, queries
from rumduol.cases.views.page import attempt, back, case_page
from rumduol.vault.enums import Purpose
from rumduol.vault.types import PurposeNeeded

FIELDS = {
    "name": gettext_lazy("Name"),
    "born": gettext_lazy("Born"),
    "sex": gettext_lazy("Sex"),
    "phone": gettext_lazy("Telephone"),
    "papers": gettext_lazy("Number of a paper"),
    "place": gettext_lazy("Where from"),
    "nationality": gettext_lazy("Nationality"),
}
LEVELS = {
    ("name", "same"): gettext_lazy("the same words"),
    ("name", "sounds"): gettext_lazy("sounds the same, or is one letter away"),
    ("name", "part"): gettext_lazy("one word sounds the same"),
    ("born", "month"): gettext_lazy("the same month"),
    ("born", "swapped"): gettext_lazy("day and month changed about"),
    ("born", "near"): gettext_lazy("one figure differs"),
    ("born", "year"): gettext_lazy("the same year, no more is sure"),
    ("born", "about"): gettext_lazy("the age fits"),
    ("place", "near"): gettext_lazy("nearly the same"),
    ("place", "part"): gettext_lazy("partly the same"),
}
SAME, DIFFERS = gettext_lazy("the same"), gettext_lazy("differs")


def told(found: queries.Alike) -> dict[str, Any]:
    """A file that may be the same person, with its reasons in words, as a page shows it."""
    return {
        "other": found.other,
        "case": found.case,
        "names": found.names,
        "likely": found.likeness.likely,
        "because": [
            {
                "field": FIELDS[line.field],
                "words": LEVELS.get((line.field, line.level), DIFFERS if line.level == "differs" else SAME),
                "for": line.weight > 0,
            }
            for line in found.likeness.lines
        ],
    }


@page(Permission.CASE_WORK)
def same(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """Other files of the office that may be this person; joining them, and taking them apart again."""
    by, case = request.actor, queries.own_case_for(request.actor, case_id)
    form = forms.SameForm(request.POST if request.method == "POST" else None)

    def act() -> None:
        other, do = form.cleaned_data["other"], form.cleaned_data["do"]
        if do == "join":
            actions.join_cases(case_id=case.id, other_id=other, by=by)
        elif do == "join_other":
            actions.join_cases(case_id=other, other_id=case.id, by=by)
        elif do == "different":
            actions.say_different(case_id=case.id, other_id=other, by=by)
        else:
            actions.part_cases(other_id=other, by=by)

    if request.method == "POST" and attempt(form, act):
        return back(request, "cases:same", case.id, said=_("Noted."))
    joined, into = queries.joined_to(case.id), queries.joined_into(case.id)
    numbers = queries.numbers_of([row.other_case_id for row in joined] + ([into.case_id] if into else []))
    try:
        purpose = queries.purpose_of(by, case)
        alike = [] if into else queries.alike_case(by, case, purpose=purpose)
        opened = True
    except PurposeNeeded:
        alike, opened = [], False
    return case_page(
        request, "cases/same.html", case, alike=[told(one) for one in alike], opened=opened, into=into,
        into_number=numbers.get(into.case_id, "") if into else "", form=form,
        joined=[{"id": row.other_case_id, "number": numbers.get(row.other_case_id, "–"), "on": row.created_at} for row in joined],
        can_judge=policies.may_work(by) and case.office_id == by.office_id,
        status=422 if form.is_bound and form.errors else 200,
    )  # fmt: skip


@page(Permission.CASE_WORK)
def review(request: StaffRequest) -> HttpResponse:
    """Pairs of the office's files that may be one person. They are opened after saying why (POST), which the log keeps."""
    purpose = request.POST.get("purpose", "") if request.method == "POST" else ""
    asked = purpose in Purpose.values
    found = queries.pairs_to_review(request.actor, purpose=Purpose(purpose)) if asked else []
    return render(
        request,
        "cases/same_review.html",
        {"pairs": [told(one) for one in found], "asked": asked, "purposes": Purpose.choices},
    )
