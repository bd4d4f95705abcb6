"""Fast mode: one person a screen, keys 1 to 3, Enter for the next."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rumduol.access.enums import Permission
from rumduol.access.gates import page
from rumduol.access.types import StaffRequest
from rumduol.drafts.keeping import keeps_drafts
from rumduol.screening import actions, policies, queries
from rumduol.screening.enums import ScreeningStatus
from rumduol.screening.forms import ConditionsForm, FastForm, GroupForm, add_errors
from rumduol.screening.questionnaire import CURRENT_FAST, load
from rumduol.shared.errors import InvalidInput


@page(Permission.SCREENING_READ, methods=("GET",))
def groups(request: StaffRequest) -> HttpResponse:
    rows = [(g, queries.group_progress(g)) for g in queries.groups(request.actor)[:100]]
    return render(request, "screening/groups.html", {"rows": rows, "can_start": policies.can_start(request.actor)})


@page(Permission.SCREENING_INTERVIEW)
def start_group(request: StaffRequest) -> HttpResponse:
    """Many people at once: a bus at the border, a compound that was opened."""
    form = GroupForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        try:
            made = actions.start_group(
                expected=data["expected"],
                nationality=data["nationality"],
                place=data["place"] or "",
                by=request.actor,
                group_id=data["key"],
            )
        except InvalidInput as error:
            add_errors(form, error)
        else:
            return redirect("screening:group_conditions", made.id)
    return render(request, "screening/start_group.html", {"form": form}, status=422 if form.errors else 200)


@page(Permission.SCREENING_READ, methods=("GET",))
def group(request: StaffRequest, group_id: UUID) -> HttpResponse:
    """Everybody found together: who needs a full interview stands first."""
    found = queries.group_for(request.actor, group_id)
    people = queries.in_group(request.actor, found)
    people.sort(key=lambda s: (s.status != ScreeningStatus.FLAGGED, s.position or 0))
    context = {
        "group": found,
        "progress": queries.group_progress(found),
        "people": people,
        "conditions": queries.conditions_of_group(found),
        "can_ask": policies.can_ask_in_group(found, request.actor),
    }
    return render(request, "screening/group.html", context)


@page(Permission.SCREENING_INTERVIEW)
@keeps_drafts(gettext_lazy("The conditions of a screening"))
def conditions(request: StaffRequest, group_id: UUID) -> HttpResponse:
    """The same conditions as for one person, settled once for the whole group."""
    found = queries.group_for(request.actor, group_id)
    policies.check_can_ask_in_group(found, request.actor)
    form = ConditionsForm(request.POST if request.method == "POST" else None, may_be_child=False)
    if form.is_bound and form.is_valid():
        try:
            actions.record_group_conditions(
                group_id=found.id, said=form.said(), reason=form.cleaned_data["reason"], by=request.actor
            )
        except InvalidInput as error:
            add_errors(form, error)
        else:
            return redirect("screening:fast" if form.cleaned_data["consent"] else "screening:group", found.id)
    context = {"form": form, "group": found}
    return render(request, "screening/conditions.html", context, status=422 if form.errors else 200)


@page(Permission.SCREENING_INTERVIEW)
def fast(request: StaffRequest, group_id: UUID) -> HttpResponse:
    """One person: who, and eight questions. Enter asks for the next."""
    found = queries.group_for(request.actor, group_id)
    policies.check_can_ask_in_group(found, request.actor)
    if queries.conditions_of_group(found) is None:
        return redirect("screening:group_conditions", found.id)
    questionnaire = load(CURRENT_FAST)
    form = FastForm(
        request.POST if request.method == "POST" else None,
        questionnaire=questionnaire,
        initial={"nationality": found.nationality},
    )
    if form.is_bound and form.is_valid():
        try:
            made = actions.answer_fast(
                group_id=found.id,
                person=form.person(found.place),
                answers=form.answers(),
                by=request.actor,
                screening_id=form.cleaned_data["key"],
            )
        except InvalidInput as error:
            add_errors(form, error)
        else:
            if made.status == ScreeningStatus.FLAGGED:
                messages.warning(
                    request,
                    _("Person %(n)s needs a full interview: %(number)s.") % {"n": made.position, "number": made.number},
                )
            done = queries.group_progress(found).done
            return redirect("screening:group" if done else "screening:fast", found.id)
    context = {
        "form": form,
        "group": found,
        "progress": queries.group_progress(found),
        "section": questionnaire.sections[0],
    }
    return render(request, "screening/fast.html", context, status=422 if form.errors else 200)


@page(Permission.SCREENING_INTERVIEW, methods=("POST",))
def end(request: StaffRequest, group_id: UUID) -> HttpResponse:
    """Nobody else comes."""
    queries.group_for(request.actor, group_id)
    actions.end_group(group_id=group_id, by=request.actor)
    return redirect("screening:group", group_id)
