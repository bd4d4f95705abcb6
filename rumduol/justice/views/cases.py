"""The list, a new case, the case at a glance, passing it on, its victims, who sees it."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rumduol.access import actions as access
from rumduol.access import queries as access_queries
from rumduol.access.enums import Permission
from rumduol.access.gates import page
from rumduol.access.policies import may
from rumduol.access.types import StaffRequest
from rumduol.agencies import queries as agencies
from rumduol.agencies.choosing import grouped
from rumduol.drafts.keeping import keeps_drafts
from rumduol.intake import queries as intake
from rumduol.justice import actions, forms, policies, queries, sealed
from rumduol.justice.actions.moving import AGENCIES
from rumduol.justice.actions.opening import SHAREABLE
from rumduol.justice.models import CriminalCase
from rumduol.justice.views.page import (
    back,
    case_page,
    differences_in_words,
    form_page,
    office_names,
    people_names,
    status_of,
)  # fmt: skip
from rumduol.shared.asking import attempt, sent
from rumduol.shared.errors import InvalidInput, Stale
from rumduol.vault.enums import Purpose, Section


@page(Permission.CRIMINAL_READ, methods=("GET",))
def case_list(request: StaffRequest) -> HttpResponse:
    """Criminal cases of my office: number, stage, clock. No name and no story."""
    by = request.actor
    form = forms.ListForm(request.GET)
    chosen: dict[str, Any] = form.cleaned_data if form.is_valid() else {"status": "", "number": "", "given": False}
    wanted = request.GET.get("page", "1")
    number = int(wanted) if wanted.isascii() and wanted.isdigit() and len(wanted) < 5 else 1
    rows, more = queries.list_cases(
        by, status=chosen["status"], number=chosen["number"], given_away=chosen["given"], page=number
    )
    return render(
        request,
        "justice/list.html",
        {
            "rows": rows, "more": more, "page": number, "form": form, "chosen": chosen,
            "can_open": policies.may_open(by), "waiting": queries.waiting_for_me(by),
            "shared": queries.shared_cases(by) if number == 1 else [],
        },
    )  # fmt: skip


@page(Permission.CRIMINAL_OPEN)
@keeps_drafts(gettext_lazy("A new criminal case"))
def open_case(request: StaffRequest) -> HttpResponse:
    """Begin an inquiry, or write down a complaint made to the prosecutor."""
    by = request.actor
    form = forms.OpenForm(
        sent(request),
        initial={
            "report": request.GET.get("report", ""), "operation": request.GET.get("operation", ""),
            "source": next((name for name in ("report", "operation") if request.GET.get(name)), ""),
        },
    )  # fmt: skip
    made: list[CriminalCase] = []

    def act() -> None:
        data = form.cleaned_data
        report = intake.report_by_number(by, data["report"]) if data["report"] else None
        if data["report"] and report is None:
            raise InvalidInput(errors={"report": [_("Your office has no report with this number.")]})
        made.append(
            actions.open_case(
                source=data["source"], said=form.said(), opened_on=data["opened_on"], summary=data["summary"],
                report_id=report.id if report else None, operation_id=data["operation"], by=by,
            )
        )  # fmt: skip

    if request.method == "POST" and attempt(form, act):
        return back(request, "justice:case", made[0].id, said=_("The criminal case is open."))
    return render(
        request, "justice/new.html", {"form": form, "title": _("Open a criminal case"), "submit": _("Open the case")},
        status=status_of(form),
    )  # fmt: skip


@page(Permission.CRIMINAL_READ, methods=("GET",))
def case(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """The case at a glance."""
    by = request.actor
    row = queries.case_for(by, case_id)
    moves = queries.moves_of(row)
    opened = sealed.words(row, Section.NARRATIVE, by=by)
    workers = people_names(request, [move.by_id for move in moves])
    offices = office_names(request, [row.office_id, row.origin_office_id, *(move.to_office_id for move in moves)])
    suspects, held = queries.suspects_of(row), queries.held(row)
    return case_page(
        request, "justice/case.html", row, summary=(opened or {}).get("summary", ""), opened=opened is not None,
        moves=[
            {
                "move": move, "who": workers.get(move.by_id, ""), "office": offices.get(move.to_office_id, ""),
                "text": sealed.entry(opened, "moves", move.id).get("text", ""),
            }
            for move in moves
        ],
        suspects=suspects, charges=queries.charges_of(row, standing=True), verdicts=queries.verdicts_of(row),
        at_large=sum(one.at_large for one in suspects),
        limits=sorted((one.limit_at for one in held.values() if one.limit_at), key=lambda at: at),
        office=offices.get(row.office_id, ""), origin=offices.get(row.origin_office_id, ""),
        may_see_report=may(by, Permission.REPORT_READ) and row.report_id in intake.reports_by_id(by, [row.report_id or row.id]),
        broken_glass=access_queries.broken_glass_of(row.id),
    )  # fmt: skip


@page(Permission.CRIMINAL_READ, methods=("POST",))
def give_purpose(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """Why I open this file today; asked once per file and day, for the case and the people in it."""
    by = request.actor
    row = queries.case_for(by, case_id)
    purpose = request.POST.get("purpose", "")
    if purpose in Purpose.values:
        for ref in sealed.all_refs(row):
            access.give_purpose(kind=ref.kind, record_id=ref.id, purpose=purpose, by=by)
        if row.office_id == by.office_id:
            for suspect in queries.suspects_of(row):
                opened = actions.index_suspect(suspect=suspect, by=by, purpose=Purpose(purpose))
                actions.look_again(case=row, suspect=suspect, identity=opened, by=by)
    onwards = request.POST.get("next", "")
    response = back(request, "justice:case", row.id)
    if url_has_allowed_host_and_scheme(onwards, allowed_hosts={request.get_host()}, require_https=request.is_secure()):
        response.headers["Location"] = onwards
    return response


@page(Permission.CRIMINAL_WORK)
@keeps_drafts(gettext_lazy("Facts of a criminal case"))
def change(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """The coded facts and the summary."""
    by = request.actor
    row = queries.own_case_for(by, case_id)
    policies.check_can_work(row, by)
    stored = sealed.words(row, Section.NARRATIVE, by=by)
    forms_known = dict(zip(("form", "second_form"), row.forms, strict=False))
    coded = {
        name: getattr(row, name)
        for name in ("place", "happened_on", "article", "domestic", "palermo", "online", "child_labour")
    }
    form = forms.CaseChangeForm(
        sent(request),
        initial={**coded, **forms_known, "summary": (stored or {}).get("summary", ""), "revision": row.revision},
    )
    if stored is None:
        del form.fields["summary"]
    differences: dict[str, Any] = {}

    def act() -> None:
        data = form.cleaned_data
        actions.change_case(
            case_id=row.id, revision=data["revision"], said=form.said(), summary=data.get("summary"), by=by
        )

    if request.method == "POST":
        try:
            if attempt(form, act):
                return back(request, "justice:case", row.id, said=_("Saved."))
        except Stale as stale:
            form.add_error(None, str(stale.message))
            differences = differences_in_words(form, stale.differences)
            again = request.POST.copy()
            again["revision"] = str(queries.own_case_for(by, row.id).revision)
            form.data = again
    return form_page(request, row, form, _("Facts of the case"), _("Save"), differences=differences)


@page(Permission.CRIMINAL_WORK)
@keeps_drafts(gettext_lazy("Passing a criminal case on"))
def move(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """To the next stage, and to the office that has it there."""
    by = request.actor
    row = queries.own_case_for(by, case_id)
    policies.check_can_pass(row, by)
    doors = policies.doors(row, by)
    kinds = {str(kind) for door in doors for kind in AGENCIES[door]}
    of_case = {row.origin_office_id, *(move.by_office_id for move in queries.moves_of(row))} - {by.office_id}
    near = agencies.office(by.office_id).place
    offices = grouped(agencies.offices_of_kind(*kinds), near=near, first=of_case, leave_out={by.office_id})
    form = forms.MoveForm(sent(request), doors=doors, offices=offices)

    def act() -> None:
        data = form.cleaned_data
        actions.move(
            case_id=row.id, to=data["to"], because=data["because"], on=data["on"], text=data["text"], by=by,
            to_office_id=UUID(data["to_office"]) if data["to_office"] else None,
        )  # fmt: skip

    if request.method == "POST" and attempt(form, act):
        return back(request, "justice:list", said=_("%(number)s has gone on.") % {"number": row.number})
    return form_page(request, row, form, _("Pass the case on"), _("Pass on"))


@page(Permission.CRIMINAL_READ)
@keeps_drafts(gettext_lazy("A victim in a criminal case"))
def victims(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """Who was harmed. Whether somebody is in care is all that is told of their services."""
    by = request.actor
    row = queries.case_for(by, case_id)
    form = forms.VictimForm(sent(request))
    if request.method == "POST":
        policies.check_can_work(row, by)
        if attempt(
            form,
            lambda: actions.add_victim(case_id=row.id, said=form.said(), name=form.cleaned_data["name"] or "", by=by),
        ):
            return back(request, "justice:victims", row.id, said=_("The person is named in the case."))
    known, care = queries.victims_of(row), queries.in_care(row)
    purpose = access_queries.purpose_today(by, row.id)
    names = sealed.victim_names(known, by=by, purpose=Purpose(purpose)) if purpose and known else {}
    rows = [{"victim": one, "name": names.get(one.id, ""), "in_care": one.id in care} for one in known]
    return case_page(request, "justice/victims.html", row, rows=rows, form=form, status=status_of(form))


@page(Permission.CRIMINAL_READ)
def share(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """With whom the case is shared, and until when."""
    by = request.actor
    row = queries.case_for(by, case_id)
    kinds = ("ngo", "justice", "police", "gendarmerie", "cybercrime", "health")
    near = agencies.office(by.office_id).place
    offices = grouped(agencies.offices_of_kind(*kinds), near=near, leave_out={by.office_id})
    form = forms.ShareForm(sent(request), offices=offices, sections=[(str(one), one.label) for one in SHAREABLE])
    if request.method == "POST":
        policies.check_can_share(row, by)
        if request.POST.get("do") == "end":
            actions.unshare_case(case_id=row.id, share_id=_share(request), by=by)
            return back(request, "justice:share", row.id, said=_("It is closed to that office from now on."))
        if attempt(form, lambda: _share_it(row, form, by)):
            return back(request, "justice:share", row.id, said=_("The case is shared until the day you chose."))
    shares = access_queries.live_shares_of(row.id)
    named = office_names(request, [one.to_office_id for one in shares] + [row.office_id, row.origin_office_id])
    return case_page(
        request, "justice/share.html", row, form=form, status=status_of(form), can_share=policies.can_share(row, by),
        shares=[
            {"share": one, "office": named.get(one.to_office_id, ""), "parts": [Section(s).label for s in one.sections]}
            for one in shares
        ],
        office=named.get(row.office_id, ""), origin=named.get(row.origin_office_id, ""),
    )  # fmt: skip


def _share(request: StaffRequest) -> UUID:
    given = request.POST.get("id", "")
    try:
        return UUID(given)
    except ValueError:
        return UUID(int=0)


def _share_it(row: CriminalCase, form: forms.ShareForm, by: Any) -> None:
    data = form.cleaned_data
    actions.share_case(
        case_id=row.id, to_office_id=UUID(data["to_office"]), sections=data["sections"], purpose="legal_aid",
        until=timezone.now() + timedelta(days=data["days"]), by=by,
    )  # fmt: skip
