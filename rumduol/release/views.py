"""The release desk: draft, look at it as an outsider would, second person, public."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from rumduol.access.enums import Permission
from rumduol.access.gates import page
from rumduol.access.types import StaffRequest
from rumduol.indicators.words import dimension_label
from rumduol.release import actions, asking, invented, policies, queries
from rumduol.release.enums import ReleaseStatus, ReturnReason, RevisionReason
from rumduol.release.forms import AskForm, DraftForm, ReturnForm
from rumduol.release.models import Release
from rumduol.release.showing import asked_rows, desk_table, invented_title, outsider, title_of
from rumduol.release.together import picture_of, together
from rumduol.shared.errors import InvalidInput


@page(Permission.FACTS_READ, methods=("GET",))
def desk(request: StaffRequest) -> HttpResponse:
    making, public = queries.desk(request.actor)
    context = {
        "making": [_line(release) for release in making],
        "public": [_line(release) for release in public],
        "invented": [
            {"file": one, "title": invented_title(one.year), "status": ReleaseStatus(one.status).label}
            for one in invented.desk(request.actor)
        ],
        "can_draft": policies.can_draft(request.actor),
    }
    return render(request, "release/desk.html", context)


def _line(release: Release) -> dict[str, Any]:
    return {
        "release": release,
        "title": title_of(release.content),
        "status": ReleaseStatus(release.status).label,
    }


@page(Permission.RELEASE_DRAFT)
def draft(request: StaffRequest) -> HttpResponse:
    """Choose a figure; it is counted, protected and kept as a draft, and the next page shows what an outsider sees.

    Where most would be hidden nothing is drafted yet: the page says so and offers coarser tables.
    """
    asked = {name: request.GET[name] for name in ("indicator", "period") if name in request.GET}
    form = DraftForm(request.POST or None, initial=asked | {"breakdowns": request.GET.getlist("breakdowns")})
    little: dict[str, Any] = {}
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data
        try:
            release = actions.draft_release(
                indicator=chosen["indicator"],
                period=chosen["period"],
                breakdowns=chosen["breakdowns"],
                reason=chosen["reason"],
                round_to=chosen["round_to"] or 0,
                matched_by=chosen["matched_by"],
                even_if_little=chosen["even_if_little"],
                by=request.actor,
            )
        except actions.TooLittleLeft as error:
            little = {
                "percent": error.percent_shown,
                "better": [(one, [dimension_label(name) for name in one.breakdowns]) for one in error.better],
                "chosen": chosen,
                "rounded": chosen | {"round_to": 5},
            }
        except InvalidInput as error:
            for field, said in (error.errors or {"": [error.message]}).items():
                for message in said:
                    form.add_error(field or None, message)
        else:
            return redirect("release:release", release.id)
    context = {"form": form, "little": little}
    return render(request, "release/draft.html", context, status=422 if form.errors else 200)


@page(Permission.FACTS_READ, methods=("GET",))
def release(request: StaffRequest, release_id: UUID) -> HttpResponse:
    """One release on the desk, with hidden cells hatched, why they are hidden, and what an outsider could compute."""
    return _release(request, queries.release_for(request.actor, release_id), ReturnForm())


def _release(request: StaffRequest, found: Release, form: ReturnForm, status: int = 200) -> HttpResponse:
    done = queries.suppression_of(request.actor, found)
    actor = request.actor
    people = together(found.content)
    context = {
        "release": found,
        "people": people,
        "people_picture": picture_of(people),
        "title": title_of(found.content),
        "status": ReleaseStatus(found.status).label,
        "table": desk_table(done),
        "outsider": outsider(done),
        "rounded_to": done.released.rounded_to,
        "return_form": form,
        "return_reason": ReturnReason(found.return_reason).label if found.return_reason else "",
        "revision_reason": RevisionReason(found.revision_reason).label if found.revision_reason else "",
        "changes": len(queries.changes(found)),
        "mine": found.drafted_by == actor.person_id,
        "can_send": policies.can_send(found, actor),
        "can_drop": policies.can_drop(found, actor),
        "can_recount": policies.can_recount(found, actor),
        "can_publish": policies.can_publish(found, actor),
        "can_return": policies.can_return(found, actor),
    }
    return render(request, "release/release.html", context, status=status)


@page(Permission.RELEASE_DRAFT, methods=("POST",))
def send(request: StaffRequest, release_id: UUID) -> HttpResponse:
    actions.send_to_check(release_id=release_id, by=request.actor)
    messages.success(request, _("Sent. A second person checks it now."))
    return redirect("release:release", release_id)


@page(Permission.RELEASE_DRAFT, methods=("POST",))
def recount(request: StaffRequest, release_id: UUID) -> HttpResponse:
    actions.recount(release_id=release_id, by=request.actor)
    messages.success(request, _("Counted again."))
    return redirect("release:release", release_id)


@page(Permission.RELEASE_DRAFT, methods=("POST",))
def drop(request: StaffRequest, release_id: UUID) -> HttpResponse:
    actions.drop(release_id=release_id, by=request.actor)
    messages.success(request, _("Dropped. Nothing of it is public."))
    return redirect("release:desk")


@page(Permission.RELEASE_APPROVE, methods=("POST",))
def give_back(request: StaffRequest, release_id: UUID) -> HttpResponse:
    form = ReturnForm(request.POST)
    if not form.is_valid():
        return _release(request, queries.release_for(request.actor, release_id), form, 422)
    actions.return_release(release_id=release_id, reason=form.cleaned_data["reason"], by=request.actor)
    messages.success(request, _("Returned, with your reason."))
    return redirect("release:release", release_id)


@page(Permission.RELEASE_APPROVE, methods=("POST",))
def publish(request: StaffRequest, release_id: UUID) -> HttpResponse:
    done = actions.publish(release_id=release_id, by=request.actor)
    messages.success(request, _("Public as %(number)s.") % {"number": done.number})
    return redirect("release:release", release_id)


@page(Permission.RELEASE_DRAFT)
def ask(request: StaffRequest) -> HttpResponse:
    """Answer a question with noise, and see what is left of each year's budget."""
    form = AskForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data
        try:
            given = asking.answer(
                indicator=chosen["indicator"],
                year=chosen["period"].whole_years[0],
                breakdowns=chosen["breakdowns"],
                by=request.actor,
            )
        except InvalidInput as error:
            for field, said in (error.errors or {"": [str(error.message)]}).items():
                for message in said:
                    form.add_error(field or None, message)
        else:
            messages.success(request, _("Answered. Everybody can read the answer."))
            return redirect("figures:answer", get_language() or "km", given.id)
    context = {"form": form, **asked_rows()}
    return render(request, "release/ask.html", context, status=422 if form.errors else 200)
