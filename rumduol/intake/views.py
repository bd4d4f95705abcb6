"""The queue, one report, and writing a report down."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from rumduol.access import actions as access
from rumduol.access import queries as access_queries
from rumduol.access.enums import Permission
from rumduol.access.gates import page
from rumduol.access.policies import may
from rumduol.access.types import Actor, StaffRequest
from rumduol.agencies import queries as agencies
from rumduol.drafts.keeping import PageDrafts, keeps_drafts
from rumduol.intake import actions, policies, queries
from rumduol.intake.enums import ReportStatus, Result, Situation
from rumduol.intake.models import Report
from rumduol.intake.public_summary import place_name
from rumduol.intake.queries import QueueFilter
from rumduol.intake.staff_forms import EntryForm, PurposeForm, add_errors
from rumduol.notices import actions as notices
from rumduol.shared.addresses import address
from rumduol.shared.errors import InvalidInput
from rumduol.shared.khmer import to_khmer_digits
from rumduol.terms import queries as terms
from rumduol.vault import actions as vault
from rumduol.vault.enums import Purpose, Section
from rumduol.vault.types import NoKey

# A report's clock runs to the first decision.
CLOCK_RUNS = frozenset({ReportStatus.RECEIVED, ReportStatus.TRANSFERRED, ReportStatus.TRIAGED, ReportStatus.WITHDRAWN})


@page(Permission.REPORT_READ, methods=("GET",))
def queue(request: StaffRequest) -> HttpResponse:
    """Reports of my reach, most urgent first. Numbers, clocks and counts; never a story."""
    by = request.actor
    state = request.GET.get("state", "live")
    wanted = QueueFilter(
        state=state if state in {"live", "all", *ReportStatus.values} else "live",
        mine="mine" in request.GET,
        waits="waits" in request.GET,
        sent_on="sent" in request.GET,
    )
    number = request.GET.get("page", "1")
    at = int(number) if number.isascii() and number.isdigit() and len(number) < 6 else 1
    rows, more = queries.queue(by, wanted, page=at)
    people = agencies.people({row.taken_by_id for row in rows if row.taken_by_id})
    query = request.GET.copy()
    query.pop("page", None)
    tail = f"&{query.urlencode()}" if query else ""
    return render(
        request,
        "intake/queue.html",
        {
            "rows": [_line(row, people.get(row.taken_by_id) if row.taken_by_id else None) for row in rows],
            "wanted": wanted,
            "states": ReportStatus.choices,
            "pager": {
                "previous_url": f"?page={at - 1}{tail}" if at > 1 else "",
                "next_url": f"?page={at + 1}{tail}" if more else "",
            },
            "can_write": may(by, Permission.REPORT_TAKE),
        },
    )


def _line(row: Report, taken_by: Any) -> dict[str, Any]:
    """A line of the queue as it is shown."""
    khmer = (get_language() or "km") == "km"
    return {
        "url": address("intake:report", row.id), "number": row.number, "place": row.place,
        "danger": row.danger_now == "yes" and row.status != ReportStatus.CLOSED,
        "due": row.due_at if row.status in CLOCK_RUNS else None,
        "people": row.people, "children": _under_18(row.children), "state": row.get_status_display(),
        "wrote": row.reporter_waits, "taken_by": (taken_by.name_km if khmer else taken_by.name_latin) if taken_by else "",
    }  # fmt: skip


def _under_18(count: int) -> str:
    if not count:
        return ""
    return _("(%(n)s under 18)") % {"n": to_khmer_digits(str(count)) if (get_language() or "km") == "km" else count}


@page(Permission.REPORT_TAKE)
@keeps_drafts(gettext_lazy("A new report"))
def take(request: StaffRequest) -> HttpResponse:
    """Write a report down: a call, a visit, a note, a pasted message."""
    by = request.actor
    drafts: PageDrafts = request.drafts  # type: ignore[attr-defined]
    if request.method != "POST":
        kept = drafts.typed(EntryForm.__name__)  # as many rows of people as were begun
        begun = {"rows": kept["rows"]} if kept and "rows" in kept else {}
        return render(request, "intake/entry.html", {"form": EntryForm(initial={"language": by.language} | begun)})
    if request.POST.get("go") == "add":
        typed: dict[str, Any] = request.POST.dict() | {"situations": request.POST.getlist("situations")}
        typed["rows"] = str(min(int(typed["rows"]) if str(typed.get("rows", "")).isdigit() else 1, 9) + 1)
        form = EntryForm(initial=typed)
        return render(request, "intake/entry.html", {"form": form})
    form = EntryForm(request.POST)
    if form.is_valid():
        try:
            report, code = actions.record_report(
                said=form.said(),
                channel=form.cleaned_data["channel"],
                received_on=form.cleaned_data["received_on"],
                with_code=form.cleaned_data["with_code"],
                by=by,
            )
        except InvalidInput as error:
            add_errors(form, error)
        else:
            if code is None and report.office_id == by.office_id and may(by, Permission.REPORT_READ):
                return redirect("intake:report", report_id=report.id)
            drafts.sent(EntryForm.__name__)
            return render(request, "intake/written.html", {"report": report, "groups": code.groups() if code else []})
    return render(request, "intake/entry.html", {"form": form}, status=422)


@page(Permission.REPORT_READ)
def report(request: StaffRequest, report_id: UUID) -> HttpResponse:
    """One report: what is next, who is in it, and, once the purpose is given, what was told."""
    by = request.actor
    row = queries.report_for(by, report_id)
    form = PurposeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        access.give_purpose(kind="report", record_id=row.id, purpose=form.cleaned_data["purpose"], by=by)
        return redirect("intake:report", report_id=row.id)
    notices.read_about(record_id=row.id, by=by)
    purpose = access_queries.purpose_today(by, row.id)
    opened = _open(row, by, Purpose(purpose)) if purpose else None
    offices = _offices(row)
    context = {
        "report": row,
        "place": place_name(row.place),
        "forms": [terms.label("form", code) for code in row.forms],
        "situations": [Situation(code).label for code in row.situations if code in Situation.values],
        "form": form,
        "opened": opened,
        "persons": [(person, person_label(person)) for person in queries.persons_of(row)],
        "transfers": [
            (t, offices.get(t.from_office_id, ""), offices.get(t.to_office_id, "")) for t in queries.transfers_of(row)
        ],
        "parts": queries.parts_of(row),
        "office": offices.get(row.office_id, ""),
        "taken_by": agencies.people({row.taken_by_id}).get(row.taken_by_id) if row.taken_by_id else None,
        "glass": access_queries.broken_glass_of(row.id),
        "can": _can(row, by),
        "like": queries.like(row, by) if row.status in {"received", "triaged", "assigned"} else [],
        "found": Result.FOUND,
    }
    return render(request, "intake/report.html", context, status=422 if form.errors else 200)


@page(Permission.REPORT_TAKE, methods=("POST",))
def claim(request: StaffRequest, report_id: UUID) -> HttpResponse:
    """Put my name to it."""
    actions.take(report_id=report_id, by=request.actor)
    return redirect("intake:report", report_id=report_id)


def go_to_report(request: HttpRequest, report_id: UUID, by: Actor, said: str) -> HttpResponse:
    """Back to the report with a word of what was done; to the queue when it is no longer in sight."""
    messages.success(request, said)
    if may(by, Permission.REPORT_READ) and queries.reports_by_id(by, [report_id]):
        return redirect("intake:report", report_id=report_id)
    return redirect("intake:queue")


def _can(row: Report, by: Actor) -> dict[str, bool]:
    checks = (
        "take", "triage", "keep", "transfer", "split", "join", "separate", "resume", "verify", "conclude", "answer",
        "note", "close",
    )  # fmt: skip
    return {name: getattr(policies, f"can_{name}")(row, by) for name in checks} | {
        "screen": may(by, Permission.SCREENING_INTERVIEW) and row.office_id == by.office_id
    }


def _open(row: Report, by: Actor, purpose: Purpose) -> dict[str, Any]:
    """What was told, as far as this office holds the keys; every part of it is logged before it is shown."""
    record = queries.ref(row)
    told: dict[str, Any] = {}
    closed = []
    for section in (Section.NARRATIVE, Section.CONTACT):
        try:
            told |= vault.open_section(record=record, section=section, by=by)
        except NoKey:
            closed.append(section.label)
    names = queries.names_of(row, by, purpose)
    notes = queries.notes_of(row, by, purpose)
    writers = agencies.people({note.by_id for note in notes if note.by_id})
    return {
        "story": told.get("story", ""),
        "place": told.get("place", ""),
        "contact": told.get("contact", ""),
        "when": told.get("when", ""),
        "closed": closed,
        "names": [(person, names[person.id]) for person in queries.persons_of(row) if person.id in names],
        "thread": queries.thread_of(row, by, purpose),
        "notes": [(note, writers.get(note.by_id) if note.by_id else None) for note in notes],
    }


def _offices(row: Report) -> dict[UUID, str]:
    ids = {row.office_id, row.origin_office_id}
    for transfer in queries.transfers_of(row):
        ids |= {transfer.from_office_id, transfer.to_office_id}
    from django.utils.translation import get_language

    return {key: agencies.office_name(office, get_language() or "km") for key, office in agencies.offices(ids).items()}


def person_label(person: Any) -> str:
    """`Person 2: female, under 18, Viet Nam`: how somebody without a name is spoken of."""
    parts = [
        terms.label("sex", person.sex) if person.sex != "unknown" else "",
        {"yes": _("under 18"), "no": _("18 or older")}.get(person.minor, ""),
        terms.label("nationality", person.nationality) if person.nationality != "ZZ" else "",
    ]
    known = ", ".join(str(part) for part in parts if part)
    label = _("Person %(n)s") % {"n": person.position}
    return f"{label}: {known}" if known else label
