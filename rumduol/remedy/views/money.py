"""Orders, payments, a child's money, and what happens outside the court."""

from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rumduol.access.enums import Permission
from rumduol.access.gates import page
from rumduol.access.types import StaffRequest
from rumduol.drafts.keeping import keeps_drafts
from rumduol.remedy import actions, forms, policies, queries
from rumduol.remedy.views.asking import done, form_page
from rumduol.shared.errors import NotThere


@page(Permission.REMEDY_ORDER)
@keeps_drafts(gettext_lazy("An order of compensation"))
def order(request: StaffRequest, claim_id: UUID) -> HttpResponse:
    """What the court ordered."""
    return form_page(
        request, claim_id, forms.OrderForm, check=policies.check_can_order,
        act=lambda _data, form: actions.order(claim_id=claim_id, by=request.actor, **form.ordered()),  # type: ignore[attr-defined]
        heading=_("The court orders compensation"), said=_("The order is recorded."),
        note=_("A later order replaces an earlier one; what was paid stays paid."),
    )  # fmt: skip


@page(Permission.REMEDY_ORDER)
def refuse(request: StaffRequest, claim_id: UUID) -> HttpResponse:
    """The court grants nothing."""
    return form_page(
        request, claim_id, forms.RefuseForm, check=policies.check_can_refuse,
        act=lambda data, _form: actions.refuse(claim_id=claim_id, by=request.actor, **data),
        heading=_("The court refuses the claim"), said=_("The refusal is recorded."),
    )  # fmt: skip


@page(Permission.REMEDY_PAY)
@keeps_drafts(gettext_lazy("A payment"))
def payment(request: StaffRequest, claim_id: UUID) -> HttpResponse:
    """One instalment."""
    return form_page(
        request, claim_id, forms.PaymentForm, check=policies.check_can_pay,
        act=lambda data, _form: actions.pay(claim_id=claim_id, by=request.actor, **data),
        heading=_("Record a payment"), said=_("The payment is recorded."),
        note=_("More than is owed is refused. A child's money is held until the child is 18."),
    )  # fmt: skip


@page(Permission.REMEDY_PAY, methods=("POST",))
def cancel_payment(request: StaffRequest, claim_id: UUID, payment_id: UUID) -> HttpResponse:
    """It was a mistake."""
    actions.cancel_payment(claim_id=claim_id, payment_id=payment_id, by=request.actor)
    return done(request, claim_id, _("The payment no longer counts. It stays to be seen."))


@page(Permission.REMEDY_CLAIM)
@keeps_drafts(gettext_lazy("Money held for a child"))
def release(request: StaffRequest, claim_id: UUID) -> HttpResponse:
    """Ask for money held for a child."""
    return form_page(
        request, claim_id, forms.ReleaseForm, check=policies.check_can_ask_release,
        act=lambda data, _form: actions.ask_release(claim_id=claim_id, by=request.actor, **data),
        heading=_("Ask for money held for the child"), said=_("Two people must sign now, neither of them you."),
    )  # fmt: skip


@page(Permission.REMEDY_RELEASE, methods=("POST",))
def answer_release(request: StaffRequest, claim_id: UUID, release_id: UUID, answer: str) -> HttpResponse:
    """Sign, or say no."""
    act = {"sign": actions.sign_release, "refuse": actions.refuse_release}.get(answer)
    if act is None:
        raise NotThere()
    act(claim_id=claim_id, release_id=release_id, by=request.actor)
    return done(request, claim_id, _("Your answer is recorded."))


@page(Permission.REMEDY_CLAIM)
def paid_out(request: StaffRequest, claim_id: UUID, release_id: UUID) -> HttpResponse:
    """The money was given."""
    claim = queries.claim_for(request.actor, claim_id)
    row = claim.releases.filter(id=release_id).first()
    if row is None:
        raise NotThere()
    return form_page(
        request, claim_id, forms.PaidOutForm, check=lambda claim, by: policies.check_can_pay_out(claim, row, by),
        act=lambda data, _form: actions.pay_out(claim_id=claim_id, release_id=release_id, by=request.actor, **data),
        heading=_("The money was given"), said=_("Recorded."),
    )  # fmt: skip


@page(Permission.REMEDY_READ)
@keeps_drafts(gettext_lazy("A settlement out of court"))
def settlement(request: StaffRequest, claim_id: UUID) -> HttpResponse:
    """Money offered outside the court."""
    return form_page(
        request, claim_id, forms.SettlementForm, check=policies.check_can_tell,
        act=lambda data, _form: actions.record_settlement(claim_id=claim_id, by=request.actor, **data),
        heading=_("A settlement out of court"), said=_("The settlement is recorded. The claim stays as it is."),
        note=_("Recording it ends nothing: trafficking is not settled by money, and the claim stays before the court."),
    )  # fmt: skip


@page(Permission.REMEDY_READ)
@keeps_drafts(gettext_lazy("Testimony withdrawn"))
def testimony(request: StaffRequest, claim_id: UUID) -> HttpResponse:
    """The person no longer wishes to testify."""
    return form_page(
        request, claim_id, forms.TestimonyForm, check=policies.check_can_tell,
        act=lambda data, _form: actions.record_testimony(claim_id=claim_id, by=request.actor, **data),
        heading=_("The person no longer wishes to testify"), said=_("It is recorded. The help and the claim go on."),
        note=_("Nobody has to testify to be helped. Ask kindly why; \"not said\" is an answer."),
    )  # fmt: skip
