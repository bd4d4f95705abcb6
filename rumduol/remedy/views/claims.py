"""The list of claims, one claim, and what its lawyer prepares."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rumduol.access import queries as access
from rumduol.access.enums import Permission
from rumduol.access.gates import page
from rumduol.access.types import StaffRequest
from rumduol.drafts.keeping import keeps_drafts
from rumduol.notices import actions as notices
from rumduol.remedy import actions, forms, policies, queries, sealed, showing
from rumduol.remedy.actions.claiming import lines_of
from rumduol.remedy.actions.telling import words_ref
from rumduol.remedy.enums import ClaimStatus, Proposer, WhyWithdrawn
from rumduol.remedy.views.asking import done, form_page
from rumduol.shared.asking import attempt, sent
from rumduol.shared.errors import NotAllowed, NotThere
from rumduol.vault import actions as vault
from rumduol.vault.enums import Purpose, Section
from rumduol.vault.types import PurposeNeeded


@page(Permission.REMEDY_READ, methods=("GET",))
def listing(request: StaffRequest) -> HttpResponse:
    """Claims I may see: what is ordered, what is still owed, what waits for a signature."""
    status = request.GET.get("status", "")
    rows = queries.listing(request.actor, status)
    context = {
        "rows": rows, "status": status, "statuses": ClaimStatus.choices, "may_begin": policies.can_begin(request.actor),
    }  # fmt: skip
    return render(request, "remedy/list.html", context)


@page(Permission.REMEDY_CLAIM)
@keeps_drafts(gettext_lazy("Claim for compensation"))
def new(request: StaffRequest) -> HttpResponse:
    """Begin a claim for a client."""
    form = forms.BeginForm(sent(request), initial={"criminal_number": request.GET.get("case", "")[:20]})
    made: list[Any] = []
    if form.is_bound and attempt(
        form,
        lambda: made.append(
            actions.begin(
                criminal_number=form.cleaned_data["criminal_number"], who=form.who(),
                lawyer_since=form.cleaned_data["lawyer_since"], by=request.actor,
            )
        ),
    ):  # fmt: skip
        return done(request, made[0].id, _("The claim is begun. Nobody outside your office sees it yet."))
    context = {"form": form, "heading": _("Claim for compensation"), "note": ""}
    return render(request, "remedy/form.html", context, status=422 if form.is_bound else 200)


@page(Permission.REMEDY_READ, methods=("GET",))
def claim(request: StaffRequest, claim_id: UUID) -> HttpResponse:
    """How far it is, what is owed, who signs, what happened outside the court."""
    row = queries.claim_for(request.actor, claim_id)
    notices.read_about(record_id=row.id, by=request.actor)
    return render(request, "remedy/claim.html", showing.page(row, request.actor))


@page(Permission.REMEDY_CLAIM)
@keeps_drafts(gettext_lazy("What the person decides"))
def consent(request: StaffRequest, claim_id: UUID) -> HttpResponse:
    """What the person decided."""
    return form_page(
        request, claim_id, forms.ConsentForm, check=policies.check_can_prepare,
        act=lambda data, _form: actions.consent(claim_id=claim_id, by=request.actor, **data),
        heading=_("What does the person decide?"), said=_("The consent is recorded."),
        note=_("Explain it in the person's language: what a claim is, that the accused will know of it, that help never depends on it."),
    )  # fmt: skip


@page(Permission.REMEDY_CLAIM)
def rate(request: StaffRequest, claim_id: UUID) -> HttpResponse:
    """Riel for a dollar."""
    return form_page(
        request, claim_id, forms.RateForm, check=policies.check_can_prepare,
        act=lambda data, _form: actions.set_rate(claim_id=claim_id, by=request.actor, **data),
        heading=_("Rate of the US dollar"), said=_("The rate is recorded."),
    )  # fmt: skip


@page(Permission.REMEDY_READ)
@keeps_drafts(gettext_lazy("Calculation of a claim"))
def sheet(request: StaffRequest, claim_id: UUID) -> HttpResponse:
    """The calculation line by line; the lawyer adds lines until it is filed."""
    by = request.actor
    row = queries.claim_for(by, claim_id)
    if by.office_id not in {row.office_id, row.shared_with_id} or by.role == "case_worker":
        raise NotAllowed()
    form = forms.LineForm(sent(request))
    if form.is_bound:
        policies.check_can_prepare(row, by)
        if request.POST.get("do") == "remove":
            actions.remove_line(claim_id=claim_id, at=_position(request.POST.get("at", "")), by=by)
            return redirect("remedy:sheet", claim_id)
        if attempt(form, lambda: actions.add_line(claim_id=claim_id, line=form.line(), by=by)):
            return redirect("remedy:sheet", claim_id)
    lines = lines_of(row, by=by, purpose=None)
    context = {
        "claim": row, "form": form, "can": policies.can_prepare(row, by), "heading": _("Calculation"),
        "sheet": showing.sheet(lines, row.rate_riel),
    }  # fmt: skip
    return render(request, "remedy/sheet.html", context, status=422 if form.is_bound else 200)


def _position(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 4):
        raise NotThere()
    return int(text)


@page(Permission.REMEDY_READ, methods=("GET",))
def words(request: StaffRequest, claim_id: UUID) -> HttpResponse:
    """What the person said, and what was written about money offered; each opened for a purpose and logged."""
    by = request.actor
    row = queries.claim_for(by, claim_id)
    if by.role == "case_worker":
        raise NotAllowed()
    given = access.purpose_today(by, row.id)
    if not given:
        raise PurposeNeeded(sealed.ref(row))
    why = Purpose(given)
    lines: list[tuple[str, str]] = []
    if by.office_id == row.office_id:
        wishes = sealed.take(row, Section.WISHES, by=by)
        lines += [(_("Consent"), wishes.get("consent", "")), (_("Withdrawal"), wishes.get("withdrawn", ""))]
        reasons = sealed.take(row, Section.NOTES, by=by).get("releases", {})
        lines += [(_("Why money was asked for"), text) for text in reasons.values()]
    for settled in row.settlements.filter(office_id=by.office_id):
        said = vault.open_section(
            record=words_ref("settlement", settled), section=Section.NARRATIVE, by=by, purpose=why
        )
        proposers = ", ".join(str(Proposer(code).label) for code in settled.proposers)
        lines.append((proposers, said.get("words", "")))
    for silent in row.testimonies.filter(office_id=by.office_id):
        said = vault.open_section(record=words_ref("testimony", silent), section=Section.WISHES, by=by, purpose=why)
        lines.append((str(WhyWithdrawn(silent.reason).label), said.get("words", "")))
    context = {"claim": row, "lines": [(label, text) for label, text in lines if text]}
    return render(request, "remedy/words.html", context)


@page(Permission.REMEDY_CLAIM, methods=("POST",))
def file_claim(request: StaffRequest, claim_id: UUID) -> HttpResponse:
    """To the court."""
    actions.file_claim(claim_id=claim_id, by=request.actor)
    return done(request, claim_id, _("The claim is filed. The court that has the case sees it and its calculation."))


@page(Permission.REMEDY_CLAIM, methods=("POST",))
def send_on(request: StaffRequest, claim_id: UUID) -> HttpResponse:
    """To the court that has the criminal case now."""
    actions.send_on(claim_id=claim_id, by=request.actor)
    return done(request, claim_id, _("The court that has the case now sees the claim."))


@page(Permission.REMEDY_CLAIM)
@keeps_drafts(gettext_lazy("Withdrawal of a claim"))
def withdraw(request: StaffRequest, claim_id: UUID) -> HttpResponse:
    """The person no longer wants it."""
    return form_page(
        request, claim_id, forms.WithdrawForm, check=policies.check_can_withdraw,
        act=lambda data, _form: actions.withdraw(claim_id=claim_id, by=request.actor, **data),
        heading=_("The person withdraws the claim"), said=_("The claim is withdrawn. The help goes on."),
        note=_("Only the person decides this. If somebody pressed them or paid them, record a settlement instead: the claim stays."),
    )  # fmt: skip
