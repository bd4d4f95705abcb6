"""What the answers show, what the officer decides, the second look, and passing on to services."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rumduol.access import queries as access
from rumduol.access.enums import Permission
from rumduol.access.gates import page
from rumduol.access.types import Actor, StaffRequest
from rumduol.agencies import queries as agencies
from rumduol.drafts.keeping import keeps_drafts
from rumduol.screening import actions, policies, queries
from rumduol.screening.enums import POSITIVE, Mode
from rumduol.screening.forms import (
    DecisionForm,
    PassOnForm,
    PresumeForm,
    PurposeForm,
    SecondLookForm,
    add_errors,
)
from rumduol.screening.models import Screening
from rumduol.screening.showing import show, show_fast
from rumduol.shared.errors import InvalidInput
from rumduol.vault.enums import Purpose


@page(Permission.SCREENING_READ)
def reading(request: StaffRequest, screening_id: UUID) -> HttpResponse:
    """Which answers led to which reading. Opens the interview, so it asks why once a day and is logged."""
    by = request.actor
    found = queries.screening_for(by, screening_id)
    form = PurposeForm(request.POST if request.method == "POST" else None)
    purpose = Purpose.OWN_WORK if _own_work(found, by) else None
    if form.is_bound and form.is_valid():
        purpose = Purpose(form.cleaned_data["purpose"])
    if purpose is None and not access.purpose_today(by, found.id):
        return render(
            request,
            "screening/purpose.html",
            {"form": form, "screening": found},
            status=422 if form.errors else 200,
        )
    interview = queries.interview_of(by, found, purpose=purpose)
    context = {"screening": found, "can_conclude": policies.can_conclude(found, by)} | _shown(found, interview)
    return render(request, "screening/reading.html", context)


def _own_work(found: Screening, by: Actor) -> bool:
    return by.person_id in {found.interviewer_id, found.decided_by_id}


def _shown(found: Screening, interview: dict[str, Any]) -> dict[str, Any]:
    fast = show_fast(interview) if interview.get("fast") else None
    if found.mode == Mode.FAST:
        return {"fast": fast}
    result = queries.reading_of(found, interview)
    return {"reading": result, "shown": show(found.questionnaire, result), "fast": fast}


@page(Permission.SCREENING_DECIDE)
@keeps_drafts(gettext_lazy("The decision on a screening"))
def decide(request: StaffRequest, screening_id: UUID) -> HttpResponse:
    """Both classifications beside what the answers show; the officer may differ, with a reason."""
    by = request.actor
    found = queries.screening_for(by, screening_id)
    policies.check_can_conclude(found, by)
    interview = queries.interview_of(by, found, purpose=Purpose.OWN_WORK)
    result = queries.reading_of(found, interview)
    form = DecisionForm(
        request.POST if request.method == "POST" else None, by=by, initial=DecisionForm.from_reading(result)
    )
    if form.is_bound and form.is_valid():
        try:
            done = actions.conclude(screening_id=found.id, decision=form.decision(), by=by)
        except InvalidInput as error:
            add_errors(form, _at_form(error))
        else:
            _tell(request, done)
            return redirect("screening:screening", found.id)
    context = {"form": form, "screening": found} | _shown(found, interview)
    return render(request, "screening/decide.html", context, status=422 if form.errors else 200)


def _at_form(error: InvalidInput) -> InvalidInput:
    """The action speaks of `forms`, the page has a first and a second one."""
    errors = dict(error.errors)
    if "forms" in errors:
        errors["form"] = errors.pop("forms")
    return InvalidInput(errors=errors)


def _tell(request: StaffRequest, done: Screening) -> None:
    if done.outcome in POSITIVE:
        messages.success(request, _("Recorded. Services are open to this person from now on."))
    else:
        messages.success(request, _("Recorded. Anybody may ask for a second look."))


@page(Permission.SCREENING_DECIDE)
@keeps_drafts(gettext_lazy("A presumption"))
def presume(request: StaffRequest, screening_id: UUID) -> HttpResponse:
    """Presume now: services do not wait for the end of the interview."""
    found = queries.screening_for(request.actor, screening_id)
    policies.check_can_presume(found, request.actor)
    form = PresumeForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            actions.presume(screening_id=found.id, reason=form.cleaned_data["reason"], by=request.actor)
        except InvalidInput as error:
            add_errors(form, error)
        else:
            messages.success(request, _("Recorded. Services are open to this person from now on."))
            return redirect("screening:screening", found.id)
    context = {"form": form, "screening": found}
    return render(request, "screening/presume.html", context, status=422 if form.errors else 200)


@page(Permission.SCREENING_REVIEW, methods=("GET",))
def second_looks(request: StaffRequest) -> HttpResponse:
    """Results that wait for a second look by somebody like me: not those I decided myself."""
    return render(request, "screening/second_looks.html", {"looks": queries.second_looks(request.actor)})


@page(Permission.SCREENING_READ)
@keeps_drafts(gettext_lazy("A second look asked for"))
def ask_second_look(request: StaffRequest, screening_id: UUID) -> HttpResponse:
    """Ask that somebody else looks again."""
    found = queries.screening_for(request.actor, screening_id)
    policies.check_can_request_second_look(found, request.actor)
    form = SecondLookForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            actions.request_second_look(screening_id=found.id, by=request.actor, **form.cleaned_data)
        except InvalidInput as error:
            add_errors(form, error)
        else:
            messages.success(request, _("A colleague will look at it again."))
            return redirect("screening:screening", found.id)
    context = {"form": form, "screening": found}
    return render(request, "screening/ask_second_look.html", context, status=422 if form.errors else 200)


@page(Permission.SCREENING_REVIEW)
@keeps_drafts(gettext_lazy("A second look"))
def review(request: StaffRequest, screening_id: UUID) -> HttpResponse:
    """The second look: the same answers, other eyes."""
    by = request.actor
    found = queries.screening_for(by, screening_id)
    look = queries.open_second_look(found)
    if look is None:
        return redirect("screening:screening", found.id)
    policies.check_can_review(found, look, by)
    interview = queries.interview_of(by, found, purpose=Purpose.OWN_WORK)
    shown = _shown(found, interview)
    initial = DecisionForm.from_reading(shown["reading"]) if "reading" in shown else {}
    form = DecisionForm(request.POST if request.method == "POST" else None, by=by, always_reason=True, initial=initial)
    if form.is_bound and form.is_valid():
        try:
            done = actions.review(screening_id=found.id, decision=form.decision(), by=by)
        except InvalidInput as error:
            add_errors(form, _at_form(error))
        else:
            _tell(request, done)
            return redirect("screening:screening", found.id)
    context = {
        "form": form,
        "screening": found,
        "look": look,
        "request_reason": queries.second_look_notes(by, look).get("request", ""),
        "first_reason": queries.notes_of(by, found).get("decision", ""),
        "people": agencies.people({look.first_decided_by_id, look.requested_by_id}),
    } | shown
    return render(request, "screening/review.html", context, status=422 if form.errors else 200)


@page(Permission.SCREENING_DECIDE)
def pass_on(request: StaffRequest, screening_id: UUID) -> HttpResponse:
    """The person agrees that a service sees it, so that nobody asks all this again."""
    by = request.actor
    found = queries.screening_for(by, screening_id)
    policies.check_can_pass_on(found, by)
    form = PassOnForm(request.POST if request.method == "POST" else None, by=by, language=by.language)
    if form.is_bound and form.is_valid():
        try:
            actions.pass_on(
                screening_id=found.id,
                to_office_id=UUID(form.cleaned_data["office"]),
                sections=form.cleaned_data["sections"],
                agreed=form.cleaned_data["agreed"],
                until=form.until_moment(),
                by=by,
            )
        except InvalidInput as error:
            add_errors(form, error)
        else:
            messages.success(request, _("The service sees it from now on, as agreed."))
            return redirect("screening:screening", found.id)
    context = {"form": form, "screening": found}
    return render(request, "screening/pass_on.html", context, status=422 if form.errors else 200)


@page(Permission.SCREENING_DECIDE, methods=("POST",))
def take_back(request: StaffRequest, screening_id: UUID, office_id: UUID) -> HttpResponse:
    """The person changed their mind: at the next click the service sees nothing."""
    queries.screening_for(request.actor, screening_id)
    actions.take_back(screening_id=screening_id, office_id=office_id, by=request.actor)
    messages.success(request, _("Taken back. At the next click that office sees nothing of it."))
    return redirect("screening:screening", screening_id)
