"""Pages of the sender: the queues, a case's referrals, and making one step by step."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rumduol.access.enums import Permission
from rumduol.access.gates import page
from rumduol.access.types import StaffRequest
from rumduol.directory import actions as directory_actions
from rumduol.directory import queries as directory
from rumduol.directory import showing as directory_showing
from rumduol.directory.forms import take_errors, typed_need
from rumduol.directory.types import Need
from rumduol.drafts.keeping import keeps_drafts
from rumduol.notices import actions as notices
from rumduol.referrals import actions, persons, policies, queries, showing
from rumduol.referrals.actions.preparing import need_of, shareable
from rumduol.referrals.enums import ReferralKind, ReferralStatus, Urgency
from rumduol.referrals.forms import ReferralNeedForm, SendForm
from rumduol.shared.errors import InvalidInput, NotThere


@page(Permission.REFERRAL_READ, methods=("GET",))
def listing(request: StaffRequest) -> HttpResponse:
    """Who waits for whom."""
    by = request.actor
    queues = {
        "incoming": queries.incoming(by),
        "with_us": queries.with_us(by),
        "to_read": queries.to_read(by),
        "waiting": queries.waiting(by),
        "drafts": queries.drafts(by),
    }
    shown = showing.rows(by, [row for rows in queues.values() for row in rows])
    return render(
        request,
        "referrals/list.html",
        {name: [shown[row.id] for row in rows] for name, rows in queues.items()},
    )


@page(Permission.REFERRAL_READ, methods=("GET",))
def of_case(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """All referrals of a case, and who sees which part until when."""
    by = request.actor
    person = persons.person_of(by, case_id)
    rows = queries.of_case(by, case_id)
    shown = showing.rows(by, rows)
    return render(
        request,
        "referrals/case.html",
        {
            "person": person,
            "rows": [shown[row.id] for row in rows],
            "parts": showing.parts(by, queries.shares_of_case(by, case_id)),
            "may_refer": policies.can_refer_case(person.office_id, by),
        },
    )


@page(Permission.REFERRAL_SEND)
@keeps_drafts(gettext_lazy("What a referral needs"))
def new(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """What is needed: filled in from the case, as far as it is known."""
    by = request.actor
    person = persons.person_of(by, case_id)
    policies.check_can_refer_case(person.office_id, by)
    known = Need(
        services=(), sex=person.sex or None, age_from=person.age_from, age_to=person.age_to,
        language=person.language or None, form=person.form or None, citizen=person.citizen, place=person.place or None,
    )  # fmt: skip
    form = ReferralNeedForm(request.POST or None, initial=typed_need(known))
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.draft(
                case_id=case_id, kind=ReferralKind(form.cleaned_data["kind"]), need=form.need(),
                urgency=Urgency(form.cleaned_data["urgency"]), by=by,
            )  # fmt: skip
        except InvalidInput as error:
            _take(form, error)
        else:
            return redirect("referrals:provider", made.id)
    return _page(request, "referrals/need.html", form, person=person)


@page(Permission.REFERRAL_SEND)
@keeps_drafts(gettext_lazy("What a referral needs"))
def need(request: StaffRequest, referral_id: UUID) -> HttpResponse:
    """Change what is needed, before it is sent."""
    row = queries.referral_for(request.actor, referral_id)
    policies.check_can_change(row, request.actor)
    typed = {**typed_need(need_of(row)), "urgency": row.urgency}
    form = ReferralNeedForm(request.POST or None, initial=typed, fixed_kind=row.kind)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_need(
                referral_id=row.id, need=form.need(), urgency=Urgency(form.cleaned_data["urgency"]), by=request.actor
            )
        except InvalidInput as error:
            _take(form, error)
        else:
            return redirect("referrals:provider", row.id)
    return _page(request, "referrals/need.html", form, referral=row)


@page(Permission.REFERRAL_SEND)
def provider(request: StaffRequest, referral_id: UUID) -> HttpResponse:
    """Search, and choose whom to ask."""
    by = request.actor
    row = queries.referral_for(by, referral_id)
    policies.check_can_change(row, by)
    if request.method == "POST":
        try:
            chosen = UUID(request.POST.get("provider", ""))
        except ValueError as error:
            raise NotThere() from error
        actions.choose_provider(referral_id=row.id, provider_id=chosen, by=by)
        return redirect("referrals:decision", row.id)
    wanted = need_of(row)
    found = directory.search(by, wanted) if wanted.services else directory.offices_search(by, wanted)
    results = [directory_showing.shown(match) for match in found]
    return render(
        request,
        "referrals/provider.html",
        {
            "referral": row,
            "minimum": directory_showing.need_rows(wanted),
            "results": results,
            "refused": queries.refused_providers(by, row.case_id),
            "fitting": sum(1 for result in results if result.fits),
        },
    )


@page(Permission.REFERRAL_SEND, methods=("POST",))
def unmet(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """Nobody fits the draft: count the need of this case."""
    by = request.actor
    try:
        row = queries.referral_for(by, UUID(request.POST.get("referral", "")))
    except ValueError as error:
        raise NotThere() from error
    if row.case_id != case_id:
        raise NotThere()
    directory_actions.record_unmet(need=need_of(row), case_id=case_id, by=by)
    messages.success(request, _("The need is recorded. It is counted, and nobody can be found in it."))
    return redirect("referrals:case", case_id)


@page(Permission.REFERRAL_SEND)
@keeps_drafts(gettext_lazy("A message to a provider"))
def check(request: StaffRequest, referral_id: UUID) -> HttpResponse:
    """Exactly what the other side will see, before it is sent."""
    by = request.actor
    row = queries.referral_for(by, referral_id)
    policies.check_can_change(row, by)
    if row.provider_id is None:
        return redirect("referrals:provider", row.id)
    if row.consent is None:
        return redirect("referrals:decision", row.id)
    form = SendForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if form.cleaned_data["message"]:
            actions.write_message(referral_id=row.id, message=form.cleaned_data["message"], by=by)
        sent = actions.send(referral_id=row.id, by=by)
        if sent.by_hand:
            messages.success(request, _("Now telephone the provider, and write its answer down here."))
        else:
            messages.success(request, _("Sent. The provider sees only what this page showed."))
        return redirect("referrals:referral", row.id)
    return _page(request, "referrals/check.html", form, **showing.preview(by, row, shareable(by, row)))


@page(Permission.REFERRAL_READ, methods=("GET",))
def referral(request: StaffRequest, referral_id: UUID) -> HttpResponse:
    """One referral, as its sender or its receiver sees it."""
    by = request.actor
    row = queries.referral_for(by, referral_id)
    if row.status == ReferralStatus.DRAFT and policies.can_change(row, by):
        return redirect("referrals:check", row.id)
    notices.read_about(record_id=row.id, by=by)
    template = "referrals/received.html" if showing.is_receiver(row, by) else "referrals/sent.html"
    return render(request, template, showing.whole(by, row))


@page(Permission.REFERRAL_SEND)
def withdraw(request: StaffRequest, referral_id: UUID) -> HttpResponse:
    row = queries.referral_for(request.actor, referral_id)
    policies.check_can_withdraw(row, request.actor)
    if request.method == "POST":
        actions.withdraw(referral_id=row.id, by=request.actor)
        messages.success(request, _("Withdrawn. Nothing of it is open to the provider any more."))
        return redirect("referrals:case", row.case_id)
    return render(request, "referrals/withdraw.html", showing.whole(request.actor, row))


@page(Permission.REFERRAL_SEND, methods=("POST",))
def give_up(request: StaffRequest, referral_id: UUID) -> HttpResponse:
    row = actions.give_up(referral_id=referral_id, by=request.actor)
    messages.success(request, _("Given up. Look for another provider."))
    return redirect("referrals:case", row.case_id)


@page(Permission.REFERRAL_SEND, methods=("POST",))
def hand_over(request: StaffRequest, referral_id: UUID) -> HttpResponse:
    actions.hand_over(referral_id=referral_id, by=request.actor)
    messages.success(request, _("The case belongs to the other office now."))
    return redirect("referrals:list")


@page(Permission.REFERRAL_SEND, methods=("POST",))
def close(request: StaffRequest, referral_id: UUID) -> HttpResponse:
    actions.close(referral_id=referral_id, by=request.actor)
    messages.success(request, _("Closed."))
    return redirect("referrals:referral", referral_id)


def _take(form: ReferralNeedForm, error: InvalidInput) -> None:
    """The action speaks of services, the form asks for one and another."""
    if "services" in error.errors:
        error.errors["service"] = error.errors.pop("services")
    take_errors(form, error)


def _page(request: StaffRequest, template: str, form: Any, **context: Any) -> HttpResponse:
    status = 422 if form.is_bound and form.errors else 200
    return render(request, template, {**context, "form": form}, status=status)
