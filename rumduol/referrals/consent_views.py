"""Pages of the person's decision: giving it, and taking it back."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rumduol.access.enums import Permission
from rumduol.access.gates import page
from rumduol.access.types import StaffRequest
from rumduol.directory import queries as directory
from rumduol.directory.forms import take_errors
from rumduol.drafts.keeping import keeps_drafts
from rumduol.referrals import actions, policies, queries
from rumduol.referrals.actions.preparing import shareable
from rumduol.referrals.forms import DecisionForm, WithdrawConsentForm
from rumduol.shared.errors import InvalidInput


@page(Permission.CONSENT_RECORD)
@keeps_drafts(gettext_lazy("A decision of a person"))
def decision(request: StaffRequest, referral_id: UUID) -> HttpResponse:
    """Ask the person, part by part. Nothing is ticked beforehand."""
    by = request.actor
    row = queries.referral_for(by, referral_id)
    policies.check_can_change(row, by)
    if row.provider_id is None:
        return redirect("referrals:provider", row.id)
    form = DecisionForm(
        request.POST or None, shareable=shareable(by, row), by=by, initial={"language": row.language or "km"}
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.record_decision(referral_id=row.id, **form.decision(), by=by)
        except InvalidInput as error:
            take_errors(form, error)
        else:
            if made.accepts_provider:
                return redirect("referrals:check", row.id)
            messages.success(request, _("The person's decision is kept. Look for another provider together."))
            return redirect("referrals:provider", row.id)
    name = directory.names([row.provider_id]).get(row.provider_id, "")
    status = 422 if form.is_bound and form.errors else 200
    return render(
        request, "referrals/decision.html", {"form": form, "referral": row, "provider_name": name}, status=status
    )


@page(Permission.CONSENT_RECORD)
@keeps_drafts(gettext_lazy("A decision of a person"))
def withdraw(request: StaffRequest, consent_id: UUID) -> HttpResponse:
    """The person takes back a part, or everything. It works at the next click; the help goes on."""
    by = request.actor
    consent = queries.consent_for(by, consent_id)
    policies.check_can_withdraw_consent(consent, by)
    standing = queries.standing(consent)
    form = WithdrawConsentForm(request.POST or None, standing=standing)
    if request.method == "POST" and form.is_valid():
        everything = "everything" in request.POST
        try:
            actions.withdraw_consent(
                consent_id=consent.id, sections=None if everything else form.cleaned_data["sections"],
                words=form.cleaned_data["words"], by=by,
            )  # fmt: skip
        except InvalidInput as error:
            take_errors(form, error)
        else:
            messages.success(request, _("Taken back. It is closed from now on."))
            if by.office_id == consent.office_id:
                return redirect("referrals:case", consent.case_id)
            return redirect("referrals:list")
    name = directory.names([consent.provider_id]).get(consent.provider_id, "")
    status = 422 if form.is_bound and form.errors else 200
    return render(
        request,
        "referrals/withdraw_consent.html",
        {"form": form, "consent": consent, "provider_name": name, "standing": standing},
        status=status,
    )
