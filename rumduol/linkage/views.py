"""Rounds of matching without names: for the office that matches, for those whose lists take part, for the second person."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from rumduol.access.enums import Permission
from rumduol.access.gates import page
from rumduol.access.types import StaffRequest
from rumduol.indicators.words import period_label
from rumduol.linkage import actions, policies, progress, queries, showing
from rumduol.linkage.actions.encoding import FEWEST_LINES
from rumduol.linkage.enums import IN_SYSTEM, Basis, CancelReason, Ending, RoundPurpose, RoundStatus
from rumduol.linkage.forms import CancelForm, DeclineForm, FileForm, RoundForm
from rumduol.linkage.models import Part, Round
from rumduol.shared.errors import InvalidInput, NotThere


@page(Permission.LINKAGE_READ, methods=("GET",))
def listing(request: StaffRequest) -> HttpResponse:
    waiting = {one.id for one in queries.waiting_for(request.actor)}
    lines = [
        {
            "one": one,
            "title": showing.title_of(one),
            "status": RoundStatus(one.status).label,
            "waits": one.id in waiting,
        }
        for one in queries.rounds(request.actor)
    ]
    return render(request, "linkage/list.html", {"lines": lines, "can_draft": policies.can_draft(request.actor)})


@page(Permission.LINKAGE_RUN)
def new(request: StaffRequest) -> HttpResponse:
    sent = request.method == "POST"
    form = RoundForm(request.POST) if sent else RoundForm()
    if sent and form.is_valid():
        chosen = form.cleaned_data
        try:
            one = actions.draft_round(
                purpose=chosen["purpose"], period=chosen["period"], basis=chosen["basis"], lists=form.lists,
                dry_run=chosen["dry_run"], by=request.actor,
            )  # fmt: skip
        except InvalidInput as error:
            tell(form, error)
        else:
            messages.success(request, _("The offices were asked. Each agrees and adds its part of the secret."))
            return redirect("linkage:round", one.id)
    return render(request, "linkage/new.html", {"form": form}, status=422 if form.errors else 200)


@page(Permission.LINKAGE_READ, methods=("GET",))
def one_round(request: StaffRequest, round_id: UUID) -> HttpResponse:
    one = queries.round_for(request.actor, round_id)
    return _shown(request, one)


def _shown(
    request: StaffRequest, one: Round, cancel: CancelForm | None = None, declining: DeclineForm | None = None
) -> HttpResponse:
    by, parts, declined = request.actor, queries.parts_of(one), queries.declined_of(one)
    own = queries.own_part(by, parts)
    can = {
        "agree": policies.can_agree(one, own, by), "decline": policies.can_decline(one, own, by),
        "go_on": policies.can_go_on(one, parts, declined, by), "encode": policies.can_encode(one, own, by),
        "match": policies.can_match(one, parts, by), "review": policies.can_review(one, own, by),
        "end_review": policies.can_end_review(one, by), "approve": policies.can_approve(one, by),
        "close": policies.can_close(one, by), "cancel": policies.can_cancel(one, by),
    }  # fmt: skip
    counts = showing.counts(one, parts, by)
    context = {
        "one": one, "title": showing.title_of(one), "status": RoundStatus(one.status).label, "can": can, "own": own,
        "declined": [(row.office, row.kind, row.part.get_decline_reason_display()) for row in showing.listed(declined)],
        "decline_form": declining or DeclineForm(),
        "lists": showing.listed(parts), "counts": counts, "runs": policies.can_draft(by) and one.office_id == by.office_id,
        "cautions": showing.cautions(one, parts, of=None if counts else own) if counts or own else [],
        "purpose": RoundPurpose(one.purpose).label, "basis": Basis(one.basis).label, "period": period_label(one.period),
        "opened_by": showing.who(one.opened_by), "approved_by": showing.who(one.approved_by),
        "working": progress.running(progress.of(one.id, by)), "cancelled": CancelReason(one.cancel_reason).label if one.cancel_reason else "",
        "cancel_form": cancel or CancelForm(), "has_estimate": counts is not None,
    }  # fmt: skip
    wrong = (cancel and cancel.errors) or (declining and declining.errors)
    return render(request, "linkage/round.html", context, status=422 if wrong else 200)


@page(Permission.LINKAGE_JOIN, methods=("POST",))
def agree(request: StaffRequest, round_id: UUID) -> HttpResponse:
    actions.agree(round_id=round_id, by=request.actor)
    messages.success(
        request, _("Your office takes part. Its part of the secret is sealed to the offices of this round.")
    )
    return redirect("linkage:round", round_id)


@page(Permission.LINKAGE_JOIN, methods=("POST",))
def decline(request: StaffRequest, round_id: UUID) -> HttpResponse:
    one = queries.round_for(request.actor, round_id)
    policies.check_can_decline(one, queries.own_part(request.actor, queries.parts_of(one)), request.actor)
    form = DeclineForm(request.POST)
    if not form.is_valid():
        return _shown(request, one, declining=form)
    actions.decline(round_id=round_id, reason=form.cleaned_data["reason"], by=request.actor)
    messages.success(request, _("Your office does not take part. Whoever opened the round was told, with your reason."))
    return redirect("linkage:round", round_id)


@page(Permission.LINKAGE_READ, methods=("POST",))
def go_on(request: StaffRequest, round_id: UUID) -> HttpResponse:
    actions.go_on(round_id=round_id, by=request.actor)
    messages.success(request, _("The round goes on with the offices that remain."))
    return redirect("linkage:round", round_id)


@page(Permission.LINKAGE_JOIN)
def encode(request: StaffRequest, round_id: UUID) -> HttpResponse:
    """What happens to the list, and the button; for a table or a file also where to choose it."""
    one, own = _own(request, round_id)
    policies.check_can_encode(one, own, request.actor)
    form = None
    if own.kind not in IN_SYSTEM:
        form = FileForm(own.kind, request.POST, request.FILES) if request.method == "POST" else FileForm(own.kind)
    if request.method == "POST" and (form is None or form.is_valid()):
        content = form.cleaned_data["file"].read() if form is not None else None
        try:
            if progress.begin_encoding(round_id=one.id, content=content, secret=_secret(request), by=request.actor):
                return redirect("linkage:progress", round_id)
            part = _encoded(request, one, own, content)
        except InvalidInput as error:
            if form is None:
                form = FileForm(own.kind, request.POST)
            tell(form, error)
        else:
            messages.success(
                request, _("Your list is encoded: %(n)s people. No name left your office.") % {"n": part.people}
            )
            return redirect("linkage:round", round_id)
    context = {
        "one": one, "own": own, "title": showing.title_of(one), "form": form, "in_system": own.kind in IN_SYSTEM,
        "kind": own.get_kind_display(), "fewest": FEWEST_LINES, "period": period_label(one.period),
        "can_take_secret": policies.can_take_secret(one, own, request.actor),
    }  # fmt: skip
    return render(request, "linkage/encode.html", context, status=422 if form is not None and form.errors else 200)


def _secret(request: StaffRequest) -> bytes:
    """Of the session: for work that goes on in it while nobody waits."""
    return request.session_secret


def _encoded(request: StaffRequest, one: Round, own: Part, content: bytes | None) -> Part:
    if content is None:
        return actions.encode_list(round_id=one.id, by=request.actor)
    brought = actions.encode_table if own.kind == "table" else actions.encode_file
    return brought(round_id=one.id, content=content, by=request.actor)


@page(Permission.LINKAGE_JOIN, methods=("POST",))
def secret(request: StaffRequest, round_id: UUID) -> HttpResponse:
    """The secret file for the office's own system; kept by no browser."""
    taken = actions.take_secret(round_id=round_id, by=request.actor)
    one = queries.round_for(request.actor, round_id)
    answer = HttpResponse(taken, content_type="text/plain; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{one.number}.secret"'
    answer["Cache-Control"] = "no-store"
    return answer


@page(Permission.LINKAGE_READ, methods=("POST",))
def match(request: StaffRequest, round_id: UUID) -> HttpResponse:
    if progress.begin_matching(round_id=round_id, secret=_secret(request), by=request.actor):
        return redirect("linkage:progress", round_id)
    actions.match_lists(round_id=round_id, by=request.actor)
    messages.success(request, _("The lists are matched. All filters and shares of the secret are erased."))
    return redirect("linkage:round", round_id)


@page(Permission.LINKAGE_READ, methods=("GET",))
def work(request: StaffRequest, round_id: UUID) -> HttpResponse:
    """How far the own office's encoding or matching is. Without a script somebody presses the link; no page reloads by itself."""
    one = queries.round_for(request.actor, round_id)
    found = progress.of(round_id, request.actor)
    if found is None:
        return redirect("linkage:round", round_id)
    ending = progress.ending_of(found)
    encodes = queries.own_part(request.actor, queries.parts_of(one)) is not None
    context = {
        "one": one, "title": showing.title_of(one), "work": found, "encodes": encodes,
        "ending": ending.label if ending else "", "done": ending == Ending.DONE,
        "what": _("Your list is being encoded") if encodes else _("The lists are being matched"),
    }  # fmt: skip
    return render(request, "linkage/progress.html", context)


@page(Permission.LINKAGE_READ, methods=("POST",))
def end_review(request: StaffRequest, round_id: UUID) -> HttpResponse:
    actions.end_review(round_id=round_id, by=request.actor)
    messages.success(request, _("The second person of another office is asked."))
    return redirect("linkage:round", round_id)


@page(Permission.LINKAGE_READ, methods=("POST",))
def approve(request: StaffRequest, round_id: UUID) -> HttpResponse:
    one = actions.approve(round_id=round_id, by=request.actor)
    messages.success(
        request,
        _("Approved. It was a trial: no figure changed.") if one.dry_run
        else _("Approved. Figures now show different people beside the sum."),
    )  # fmt: skip
    return redirect("linkage:round", round_id)


@page(Permission.LINKAGE_READ, methods=("POST",))
def close(request: StaffRequest, round_id: UUID) -> HttpResponse:
    actions.close(round_id=round_id, by=request.actor)
    messages.success(request, _("The round is closed."))
    return redirect("linkage:round", round_id)


@page(Permission.LINKAGE_READ, methods=("POST",))
def cancel(request: StaffRequest, round_id: UUID) -> HttpResponse:
    form = CancelForm(request.POST)
    one = queries.round_for(request.actor, round_id)
    policies.check_can_cancel(one, request.actor)
    if not form.is_valid():
        return _shown(request, one, form)
    actions.cancel(round_id=round_id, reason=form.cleaned_data["reason"], by=request.actor)
    messages.success(request, _("The round is cancelled. Filters, shares of the secret and pairs are erased."))
    return redirect("linkage:round", round_id)


def _own(request: StaffRequest, round_id: UUID) -> tuple[Round, Part]:
    """The round and the reader's list in it; NotThere for an office that takes no part."""
    one = queries.round_for(request.actor, round_id)
    own = queries.own_part(request.actor, queries.parts_of(one))
    if own is None:
        raise NotThere()
    return one, own


def tell(form: Any, error: InvalidInput) -> None:
    """Put an action's refusal where the form shows it; a field the form does not have speaks for the whole."""
    for name, said in error.errors.items():
        for one in said:
            form.add_error(name if name in form.fields else None, one)
    if not error.errors:
        form.add_error(None, error.message)
