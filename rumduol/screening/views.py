"""Pages of one screening up to its last question. No rules here: forms hand on to actions, actions decide."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rumduol.access.enums import Permission
from rumduol.access.gates import page
from rumduol.access.policies import may
from rumduol.access.types import Actor, StaffRequest
from rumduol.agencies import queries as agencies
from rumduol.drafts.keeping import keeps_drafts
from rumduol.intake import queries as intake
from rumduol.screening import actions, policies, queries
from rumduol.screening.enums import AgeGroup, Outcome, ScreeningStatus
from rumduol.screening.forms import ConditionsForm, CorrectForm, PersonForm, SectionForm, add_errors
from rumduol.screening.models import Screening
from rumduol.screening.questionnaire import load
from rumduol.shared.errors import InvalidInput, NotThere, Stale
from rumduol.vault.enums import Purpose
from rumduol.vault.types import NoKey

PAGE = 50


@page(Permission.SCREENING_READ, methods=("GET",))
def queue(request: StaffRequest) -> HttpResponse:
    """What my office has to do: full interviews due, interviews under way, second looks that wait for me."""
    shown = Paginator(queries.queue(request.actor), PAGE).get_page(request.GET.get("page"))
    context = {
        "page": shown,
        "screenings": shown.object_list,
        "waiting": queries.second_looks(request.actor).count()
        if may(request.actor, Permission.SCREENING_REVIEW)
        else 0,
        "can_start": policies.can_start(request.actor),
    }
    return render(request, "screening/queue.html", context)


@page(Permission.SCREENING_READ, methods=("GET",))
def all_screenings(request: StaffRequest) -> HttpResponse:
    """Every screening in sight, newest first: numbers, age groups and outcomes, no names."""
    outcome = request.GET.get("outcome", "")
    outcome = outcome if outcome in Outcome.values else ""
    shown = Paginator(queries.all_screenings(request.actor, outcome=outcome), PAGE).get_page(request.GET.get("page"))
    context = {
        "page": shown,
        "screenings": shown.object_list,
        "outcomes": Outcome.choices,
        "outcome": outcome,
        "query": f"outcome={outcome}" if outcome else "",
    }
    return render(request, "screening/all.html", context)


@page(Permission.SCREENING_INTERVIEW)
def start(request: StaffRequest) -> HttpResponse:
    """Begin a screening: of a person of a report (?report=&person=), or of somebody who stands here."""
    of_report = _of_report(request)
    form = PersonForm(request.POST if request.method == "POST" else None, initial=_known(request.actor, of_report))
    if form.is_bound and form.is_valid():
        try:
            made = actions.start(
                person=form.person(**of_report), by=request.actor, screening_id=form.cleaned_data["key"]
            )
        except InvalidInput as error:
            add_errors(form, error)
        else:
            return redirect(
                "screening:conditions" if made.status == ScreeningStatus.PLANNED else "screening:screening", made.id
            )
    context = {"form": form, "of_report": of_report, "here": request.get_full_path()}
    return render(request, "screening/start.html", context, status=422 if form.errors else 200)


def _of_report(request: HttpRequest) -> dict[str, UUID]:
    try:
        return {
            name: UUID(request.GET[key])
            for name, key in (("report_id", "report"), ("report_person_id", "person"))
            if request.GET.get(key)
        }
    except ValueError as error:
        raise NotThere() from error


def _known(by: Actor, of_report: dict[str, UUID]) -> dict[str, Any]:
    """What the report already says of the person, so that nobody is asked twice."""
    if "report_id" not in of_report:
        return {}
    report = intake.report_for(by, of_report["report_id"])
    known: dict[str, Any] = {"place": report.place}
    for person in intake.persons_of(report):
        if person.id == of_report.get("report_person_id"):
            known |= {
                "sex": person.sex,
                "nationality": person.nationality,
                "age_group": {"yes": AgeGroup.CHILD, "no": AgeGroup.ADULT}.get(person.minor, AgeGroup.UNKNOWN),
            }
            if person.named:
                try:
                    known["name"] = intake.person_name(by, person, Purpose.OWN_WORK)
                except NoKey:
                    known["name"] = ""
            return known
    if "report_person_id" in of_report:
        raise NotThere()
    return known


@page(Permission.SCREENING_READ)
def screening(request: StaffRequest, screening_id: UUID) -> HttpResponse:
    """Where this screening stands and what comes next. The name only behind a deliberate tap (POST), logged."""
    by = request.actor
    found = queries.screening_for(by, screening_id)
    name = None
    if request.method == "POST":
        name = queries.name_of(by, found, purpose=Purpose.OWN_WORK)
    looks = queries.second_looks_of(found)
    people = {
        found.interviewer_id,
        found.decided_by_id,
        *(x.first_decided_by_id for x in looks),
        *(x.reviewed_by_id for x in looks),
    }
    context = {
        "screening": found,
        "name": name,
        "conditions": queries.conditions_of(found),
        "together": queries.found_together(by, found),
        "looks": looks,
        "people": agencies.people({p for p in people if p}),
        "passed_on": agencies.offices(queries.passed_on_to(found)).values(),
        "open_case_url": open_case_url(found),
        "refer_url": refer_url(found),
        "own": found.office_id == by.office_id,
        "can": abilities(found, by),
        "language": by.language,
    }
    return render(request, "screening/screening.html", context)


@page(Permission.SCREENING_INTERVIEW)
def correct_person(request: StaffRequest, screening_id: UUID) -> HttpResponse:
    """An age that came out, a name now said: until the decision."""
    found = queries.screening_for(request.actor, screening_id)
    policies.check_can_correct_person(found, request.actor)
    known = {
        "revision": found.revision, "age_group": found.age_group, "sex": found.sex, "nationality": found.nationality,
        "place": found.place,
    }  # fmt: skip
    form = CorrectForm(request.POST if request.method == "POST" else None, initial=known)
    if form.is_bound and form.is_valid():
        try:
            actions.correct_person(
                screening_id=found.id,
                person=form.person(),
                revision=form.cleaned_data["revision"],
                by=request.actor,
            )
        except InvalidInput as error:
            add_errors(form, error)
        else:
            return redirect("screening:screening", found.id)
    context = {"form": form, "screening": found}
    return render(request, "screening/person.html", context, status=422 if form.errors else 200)


def abilities(found: Screening, by: Actor) -> dict[str, bool]:
    """What the page offers: the same policies that the actions enforce."""
    look = queries.open_second_look(found)
    return {
        "conditions": policies.can_record_conditions(found, by),
        "person": policies.can_correct_person(found, by),
        "answer": policies.can_answer(found, by),
        "resume": policies.can_resume(found, by),
        "full": policies.can_take_up_full(found, by),
        "presume": policies.can_presume(found, by),
        "conclude": policies.can_conclude(found, by),
        "ask_second_look": policies.can_request_second_look(found, by),
        "review": look is not None and policies.can_review(found, look, by),
        "pass_on": policies.can_pass_on(found, by),
        "take_back": policies.can_take_back(found, by),
        "open_case": found.is_presumed and may(by, Permission.CASE_OPEN),
        "refer": found.is_presumed and found.office_id == by.office_id and may(by, Permission.REFERRAL_SEND),
    }


def open_case_url(found: Screening) -> str:
    """Where the cases room opens a case for this person; empty while there is no such page."""
    try:
        return f"{reverse('cases:open')}?screening={found.id}"
    except NoReverseMatch:
        return ""


def refer_url(found: Screening) -> str:
    """Where the referrals room sends this person to a service, before there is a case; empty while there is no such page."""
    try:
        return reverse("referrals:new", args=[found.id])
    except NoReverseMatch:
        return ""


@page(Permission.SCREENING_INTERVIEW)
@keeps_drafts(gettext_lazy("The conditions of a screening"))
def conditions(request: StaffRequest, screening_id: UUID) -> HttpResponse:
    """Before the first question: is the place private, does the person agree?"""
    found = queries.screening_for(request.actor, screening_id)
    policies.check_can_record_conditions(found, request.actor)
    form = ConditionsForm(request.POST if request.method == "POST" else None, may_be_child=found.may_be_child)
    if form.is_bound and form.is_valid():
        try:
            done = actions.record_conditions(
                screening_id=found.id, said=form.said(), reason=form.cleaned_data["reason"], by=request.actor
            )
        except InvalidInput as error:
            add_errors(form, error)
        else:
            if done.status == ScreeningStatus.INTERVIEWING:
                return redirect("screening:interview", found.id)
            messages.info(request, _("There is no interview without agreement. Help does not depend on it."))
            return redirect("screening:screening", found.id)
    context = {"form": form, "screening": found}
    return render(request, "screening/conditions.html", context, status=422 if form.errors else 200)


@page(Permission.SCREENING_INTERVIEW, methods=("GET",))
def interview(request: StaffRequest, screening_id: UUID) -> HttpResponse:
    """Go on where the interview stopped: the first part without any answer."""
    found = queries.screening_for(request.actor, screening_id)
    policies.check_can_answer(found, request.actor)
    given = queries.interview_of(request.actor, found, purpose=Purpose.OWN_WORK).get("answers", {})
    questionnaire = load(found.questionnaire)
    for part in questionnaire.sections:
        if not any(q.code in given for q in questionnaire.in_section(part.code)):
            return redirect("screening:section", found.id, part.code)
    return redirect("screening:reading", found.id)


@page(Permission.SCREENING_INTERVIEW)
@keeps_drafts(gettext_lazy("A screening interview"))
def section(request: StaffRequest, screening_id: UUID, section: str) -> HttpResponse:
    """One part a page. Every button saves first: going on, going back, a pause, and stopping, which is always there."""
    by = request.actor
    found = queries.screening_for(by, screening_id)
    policies.check_can_answer(found, by)
    questionnaire = load(found.questionnaire)
    codes = [s.code for s in questionnaire.sections]
    if section not in codes:
        raise NotThere()
    place = codes.index(section)
    given = queries.interview_of(by, found, purpose=Purpose.OWN_WORK).get("answers", {})
    form = SectionForm(
        request.POST if request.method == "POST" else None,
        questionnaire=questionnaire,
        section=section,
        answers=given,
        initial={"revision": found.revision},
    )
    differences: dict[str, Any] = {}
    if form.is_bound and form.is_valid():
        try:
            actions.answer(
                screening_id=found.id,
                section=section,
                answers=form.answers(),
                by=by,
                revision=form.cleaned_data["revision"],
            )
        except InvalidInput as error:
            add_errors(form, error)
        except Stale as error:
            differences = error.differences
            # What was typed, on the newest revision: sending it again is a decision, not an accident.
            typed = request.POST.copy()
            typed["revision"] = str(found.revision)
            form = SectionForm(typed, questionnaire=questionnaire, section=section, answers=given)
        else:
            return _onward(request, found, codes, place)
    context = {
        "form": form,
        "screening": found,
        "section": questionnaire.sections[place],
        "number": place + 1,
        "count": len(codes),
        "differences": [(questionnaire.question(c).text, theirs) for c, (theirs, _mine) in differences.items()],
        "previous": codes[place - 1] if place else "",
    }
    status = 409 if differences else 422 if form.errors else 200
    return render(request, "screening/section.html", context, status=status)


def _onward(request: StaffRequest, found: Screening, codes: list[str], place: int) -> HttpResponseRedirect:
    then = request.POST.get("then", "next")
    if then == "stop":
        actions.stop(screening_id=found.id, by=request.actor)
        messages.info(request, _("Stopped, as the person wishes. What was said is kept. Help does not depend on it."))
        return redirect("screening:screening", found.id)
    if then == "pause":
        actions.pause(screening_id=found.id, by=request.actor)
        messages.info(request, _("Paused. Everything said so far is kept."))
        return redirect("screening:screening", found.id)
    if then == "back" and place:
        return redirect("screening:section", found.id, codes[place - 1])
    if place + 1 < len(codes):
        return redirect("screening:section", found.id, codes[place + 1])
    return redirect("screening:reading", found.id)


@page(Permission.SCREENING_INTERVIEW, methods=("POST",))
def resume(request: StaffRequest, screening_id: UUID) -> HttpResponse:
    """After a pause, or because the person asks to go on."""
    queries.screening_for(request.actor, screening_id)
    actions.resume(screening_id=screening_id, by=request.actor)
    return redirect("screening:interview", screening_id)


@page(Permission.SCREENING_INTERVIEW, methods=("POST",))
def take_up_full(request: StaffRequest, screening_id: UUID) -> HttpResponse:
    """From the quick questions to the full interview."""
    queries.screening_for(request.actor, screening_id)
    actions.take_up_full(screening_id=screening_id, by=request.actor)
    return redirect("screening:conditions", screening_id)
