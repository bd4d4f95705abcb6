"""Judicial supervision: ordered, signed day by day; the job of the night finds who did not come (tasks.py)."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rumduol.access.types import Actor
from rumduol.agencies import queries as agencies
from rumduol.agencies.enums import AgencyKind
from rumduol.audit import actions as audit
from rumduol.audit.actions import Subject
from rumduol.courts import facts, policies, queries
from rumduol.courts.enums import (
    Condition,
    CourtEvent,
    DayStatus,
    EndReason,
    Excuse,
    SupervisionStatus,
    WarrantStatus,
)
from rumduol.courts.models import ReportingDay, Supervision, Warrant
from rumduol.justice import queries as justice
from rumduol.shared.dates import today
from rumduol.shared.errors import InvalidInput, NotThere, WrongState
from rumduol.vault import actions as vault
from rumduol.vault.enums import Section
from rumduol.vault.types import RecordRef

WATCHERS = (AgencyKind.POLICE, AgencyKind.GENDARMERIE)


def ref(supervision: Supervision) -> RecordRef:
    """How the vault knows a supervision."""
    return RecordRef("supervision", supervision.id, supervision.office_id, parent=supervision.criminal_case_id)


def supervise(
    *, criminal_case_id: UUID, suspect_id: UUID, officer_office_id: UUID, conditions: Iterable[str], every_days: int,
    started_on: date, address: str = "", words: str = "", by: Actor,
) -> Supervision:  # fmt: skip
    """The judge lets an accused stay free on conditions; the reporting days of the next weeks are made at once."""
    policies.check_can_supervise(by)
    case = justice.own_case_for(by, criminal_case_id)
    suspect = justice.suspect_of(case, suspect_id)
    wanted = sorted(set(conditions))
    errors: dict[str, list[Any]] = {}
    if not wanted or not set(wanted) <= set(Condition.values):
        errors["conditions"] = [_("Choose at least one condition.")]
    if not 1 <= every_days <= 92:
        errors["every_days"] = [_("From every day (1) to every three months (92).")]
    if started_on > today():
        errors["started_on"] = [_("This day has not come yet.")]
    office = agencies.offices({officer_office_id}).get(officer_office_id)
    if office is None or office.confidential or office.agency.kind not in WATCHERS:
        errors["officer_office_id"] = [_("Choose a police or gendarmerie office.")]
    if Supervision.objects.filter(suspect_id=suspect.id).exclude(status=SupervisionStatus.ENDED).exists():
        errors["suspect_id"] = [_("This accused is under supervision already.")]
    if errors:
        raise InvalidInput(errors=errors)
    with transaction.atomic():
        row = Supervision.objects.create(
            office_id=by.office_id, officer_office_id=officer_office_id, criminal_case_id=case.id,
            criminal_number=case.number, suspect_id=suspect.id, sex=suspect.sex, age_band=suspect.age_band,
            nationality=suspect.nationality, place=case.place[:4] if case.place.isdigit() else "", conditions=wanted,
            started_on=started_on, every_days=every_days, by_id=by.person_id,
        )  # fmt: skip
        if address.strip() or words.strip():
            fields = {"address": address, "conditions": words}
            vault.seal(record=ref(row), section=Section.NOTES, fields=fields, by=by)
        with connection.cursor() as cursor:
            cursor.execute("select courts_extend_days(%s)", [row.id])
        audit.record(
            CourtEvent.SUPERVISION_SET, by=by, subject=Subject("supervision", row.id),
            detail={"case": case.id, "conditions": wanted, "every_days": every_days},
        )  # fmt: skip
    return row


def _day(supervision: Supervision, day_id: UUID) -> ReportingDay:
    day = ReportingDay.objects.select_for_update().filter(supervision=supervision, id=day_id).first()
    if day is None:
        raise NotThere()
    return day


def sign_day(*, supervision_id: UUID, day_id: UUID, by: Actor) -> ReportingDay:
    """The person came. Whoever signs answers for it with their name in the log."""
    with transaction.atomic():
        supervision = queries.lock_supervision(by, supervision_id)
        day = _day(supervision, day_id)
        policies.check_can_sign_day(supervision, day, by)
        day.status, day.signed_by_id, day.signed_at = DayStatus.REPORTED, by.person_id, timezone.now()
        day.revision += 1
        day.save(update_fields=["status", "signed_by_id", "signed_at", "revision"])
        if supervision.status == SupervisionStatus.ACTIVE:
            _came_back(supervision)
        audit.record(
            CourtEvent.DAY_SIGNED, by=by, subject=Subject("supervision", supervision.id), detail={"day": day.due_on}
        )
        facts.of(supervision, ("reporting_day", day.id), day.due_on, "reported")
    return day


def _came_back(supervision: Supervision) -> None:
    """The time at large that ends now is added up."""
    if supervision.at_large_since is None:
        return
    supervision.days_at_large += max(0, (today() - supervision.at_large_since).days)
    supervision.at_large_since = None
    supervision.revision += 1
    supervision.save(update_fields=["days_at_large", "at_large_since", "status", "revision"])


def excuse_day(*, supervision_id: UUID, day_id: UUID, excuse: str, by: Actor) -> ReportingDay:
    """The court finds that the person could not come (or came and nobody signed): the day was not missed."""
    if excuse not in Excuse.values:
        raise InvalidInput(errors={"excuse": [_("Choose a reason.")]})
    with transaction.atomic():
        supervision = queries.lock_supervision(by, supervision_id)
        day = _day(supervision, day_id)
        policies.check_can_excuse(supervision, day, by)
        was_missed = day.status == DayStatus.MISSED
        day.status, day.excuse, day.excused_by_id = DayStatus.EXCUSED, excuse, by.person_id
        day.revision += 1
        day.save(update_fields=["status", "excuse", "excused_by_id", "revision"])
        if was_missed:
            facts.not_missed(day)
        audit.record(
            CourtEvent.DAY_EXCUSED, by=by, subject=Subject("supervision", supervision.id),
            detail={"day": day.due_on, "excuse": excuse},
        )  # fmt: skip
    return day


def decide_warrant(*, supervision_id: UUID, warrant_id: UUID, sign: bool, by: Actor) -> Warrant:
    """The prosecutor signs the request that was drafted (the person is at large from the first missed day), or drops it."""
    with transaction.atomic():
        supervision = queries.lock_supervision(by, supervision_id)
        warrant = Warrant.objects.select_for_update().filter(supervision=supervision, id=warrant_id).first()
        if warrant is None:
            raise NotThere()
        policies.check_can_sign_warrant(warrant, by)
        warrant.revision += 1
        if sign:
            warrant.status, warrant.signed_by_id, warrant.signed_at = WarrantStatus.SIGNED, by.person_id, timezone.now()
        else:
            warrant.status, warrant.ended_by_id, warrant.ended_on = WarrantStatus.DROPPED, by.person_id, today()
        warrant.save()
        audit.record(
            CourtEvent.WARRANT_SIGNED if sign else CourtEvent.WARRANT_DROPPED, by=by,
            subject=Subject("supervision", supervision.id), detail={"warrant": warrant.id},
        )  # fmt: skip
        if sign:
            if supervision.status == SupervisionStatus.ACTIVE:
                supervision.status = SupervisionStatus.AT_LARGE
                supervision.at_large_since = supervision.at_large_since or min(warrant.missed)
                supervision.revision += 1
                supervision.save(update_fields=["status", "at_large_since", "revision"])
                facts.of(supervision, ("supervision", supervision.id), today(), "absconded")
            facts.of(supervision, ("warrant", warrant.id), today(), "warrant_asked")
    return warrant


def mark_found(*, supervision_id: UUID, by: Actor) -> Supervision:
    """The person at large is there again: the warrant request is done, the days at large are added up."""
    with transaction.atomic():
        supervision = queries.lock_supervision(by, supervision_id)
        policies.check_can_find(supervision, by)
        supervision.status = SupervisionStatus.ACTIVE
        _came_back(supervision)
        _close_warrants(supervision, by)
        audit.record(CourtEvent.PERSON_FOUND, by=by, subject=Subject("supervision", supervision.id))
    return supervision


def _close_warrants(supervision: Supervision, by: Actor) -> None:
    for warrant in Warrant.objects.filter(supervision=supervision, status=WarrantStatus.SIGNED):
        warrant.status, warrant.ended_by_id, warrant.ended_on = WarrantStatus.DONE, by.person_id, today()
        warrant.revision += 1
        warrant.save(update_fields=["status", "ended_by_id", "ended_on", "revision"])


def end_supervision(*, supervision_id: UUID, reason: str, on: date, by: Actor) -> Supervision:
    """Judged, lifted, detained, or the person died. A request that waits for a signature is decided first."""
    if reason not in EndReason.values:
        raise InvalidInput(errors={"reason": [_("Say why it ends.")]})
    if on > today():
        raise InvalidInput(errors={"on": [_("This day has not come yet.")]})
    with transaction.atomic():
        supervision = queries.lock_supervision(by, supervision_id)
        policies.check_can_end_supervision(supervision, by)
        if on < supervision.started_on:
            raise InvalidInput(errors={"on": [_("This is before it began.")]})
        if Warrant.objects.filter(supervision=supervision, status=WarrantStatus.DRAFT).exists():
            raise WrongState(_("A warrant request waits for the prosecutor. It is decided first."))
        if supervision.at_large_since is not None and reason != EndReason.JUDGED:
            supervision.days_at_large += max(0, (on - supervision.at_large_since).days)
            supervision.at_large_since = None
        supervision.status, supervision.end_reason, supervision.ended_on = SupervisionStatus.ENDED, reason, on
        supervision.revision += 1
        supervision.save()
        audit.record(
            CourtEvent.SUPERVISION_ENDED,
            by=by,
            subject=Subject("supervision", supervision.id),
            detail={"reason": reason},
        )
    return supervision
