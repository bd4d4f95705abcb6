"""Pages of the receiver: answer, admit, open what was shared, end with a report."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rumduol.access.enums import Permission
from rumduol.access.gates import page
from rumduol.access.types import StaffRequest
from rumduol.directory.forms import take_errors
from rumduol.drafts.keeping import keeps_drafts
from rumduol.referrals import actions, policies, queries, showing
from rumduol.referrals.enums import DeclineReason, EndReason
from rumduol.referrals.forms import DeclineForm, EndForm
from rumduol.shared.errors import InvalidInput


# REFERRAL_READ at the door: by hand the sender answers, and the policy of each action decides which side may.
@page(Permission.REFERRAL_READ, methods=("POST",))
def accept(request: StaffRequest, referral_id: UUID) -> HttpResponse:
    row = actions.accept(referral_id=referral_id, by=request.actor)
    if row.by_hand:
        messages.success(request, _("Their yes is written down."))
    else:
        messages.success(request, _("Accepted. What the person agreed to share is open to your office now."))
    return redirect("referrals:referral", referral_id)


@page(Permission.REFERRAL_READ)
@keeps_drafts(gettext_lazy("The answer to a referral"))
def decline(request: StaffRequest, referral_id: UUID) -> HttpResponse:
    row = queries.referral_for(request.actor, referral_id)
    policies.check_can_decline(row, request.actor)
    form = DeclineForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.decline(referral_id=row.id, reason=DeclineReason(form.cleaned_data["reason"]), by=request.actor)
        messages.success(request, _("Declined. The office that asked is told why."))
        return redirect("referrals:list")
    return _page(request, form, row.number, _("Decline"))


@page(Permission.REFERRAL_READ, methods=("POST",))
def admit(request: StaffRequest, referral_id: UUID) -> HttpResponse:
    actions.admit(referral_id=referral_id, by=request.actor)
    messages.success(request, _("Admitted."))
    return redirect("referrals:referral", referral_id)


@page(Permission.REFERRAL_READ)
@keeps_drafts(gettext_lazy("The end of a service"))
def end(request: StaffRequest, referral_id: UUID) -> HttpResponse:
    """The service ends: completed, or the person is handed back. Sharing ends with it."""
    row = queries.referral_for(request.actor, referral_id)
    policies.check_can_hand_back(row, request.actor)
    form = EndForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        finish = actions.complete if data["how"] == "completed" else actions.hand_back
        try:
            finish(referral_id=row.id, reason=EndReason(data["reason"]), report=data["report"], by=request.actor)
        except InvalidInput as error:
            take_errors(form, error)
        else:
            messages.success(request, _("The report is with the office that asked. What was shared is closed."))
            return redirect("referrals:referral", row.id)
    return _page(request, form, row.number, _("End of the service"))


@page(Permission.REFERRAL_ANSWER, methods=("POST",))
def show_way(request: StaffRequest, referral_id: UUID) -> HttpResponse:
    actions.show_way(referral_id=referral_id, by=request.actor)
    messages.success(request, _("The office that brings the person can see the way now."))
    return redirect("referrals:referral", referral_id)


@page(Permission.REFERRAL_READ, methods=("POST",))
def open_part(request: StaffRequest, referral_id: UUID, part: str) -> HttpResponse:
    """Open one sealed part for this page only. The log is written first."""
    row = queries.referral_for(request.actor, referral_id)
    context = showing.whole(request.actor, row)
    context["opened"] = showing.open_part(request.actor, row, part)
    template = "referrals/received.html" if showing.is_receiver(row, request.actor) else "referrals/sent.html"
    return render(request, template, context)


def _page(request: StaffRequest, form: object, number: str, heading: str) -> HttpResponse:
    status = 422 if getattr(form, "is_bound", False) and getattr(form, "errors", None) else 200
    return render(request, "referrals/form.html", {"form": form, "number": number, "heading": heading}, status=status)
