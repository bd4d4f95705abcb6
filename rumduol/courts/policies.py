"""Who sets hearings, signs reporting days, decides about warrants. Every check raises; its twin answers."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rumduol.access.enums import Permission
from rumduol.access.policies import answers, check_may, check_own_office
from rumduol.access.types import Actor
from rumduol.agencies.enums import Role
from rumduol.courts.enums import (
    DAY_TRANSITIONS,
    SUPERVISION_TRANSITIONS,
    TRANSITIONS,
    WARRANT_TRANSITIONS,
    DayStatus,
    HearingStatus,
    SupervisionStatus,
    WarrantStatus,
)
from rumduol.courts.models import Hearing, ReportingDay, Supervision, Warrant
from rumduol.shared.dates import today
from rumduol.shared.errors import NotAllowed, WrongState
from rumduol.shared.states import check_transition

EARLY = timedelta(days=3)


def check_can_set_hearing(by: Actor) -> None:
    check_may(by, Permission.HEARING_WORK)


def check_can_work(hearing: Hearing, by: Actor) -> None:
    """The court whose hearing it is, until it was held or cancelled."""
    check_may(by, Permission.HEARING_WORK)
    check_own_office(by, hearing.office_id)
    if hearing.status in {HearingStatus.HELD, HearingStatus.CANCELLED}:
        raise WrongState(_("This hearing is over."))


def check_can_end(hearing: Hearing, new: str, by: Actor) -> None:
    check_can_work(hearing, by)
    check_transition(TRANSITIONS, HearingStatus(hearing.status), HearingStatus(new))
    if new == HearingStatus.HELD and hearing.starts_at > timezone.now():
        raise WrongState(_("This hearing has not begun."))


def check_can_record_use(hearing: Hearing, by: Actor) -> None:
    """Which measures were used is known once the hearing has begun, and is written down also when it is over."""
    check_may(by, Permission.HEARING_WORK)
    check_own_office(by, hearing.office_id)
    if hearing.starts_at > timezone.now() or hearing.status == HearingStatus.CANCELLED:
        raise WrongState(_("What was used is recorded when the hearing has begun."))


def check_can_supervise(by: Actor) -> None:
    check_may(by, Permission.SUPERVISION_SET)


def check_can_end_supervision(supervision: Supervision, by: Actor) -> None:
    check_may(by, Permission.SUPERVISION_SET)
    check_own_office(by, supervision.office_id)
    check_transition(SUPERVISION_TRANSITIONS, SupervisionStatus(supervision.status), SupervisionStatus.ENDED)


def check_can_sign_day(supervision: Supervision, day: ReportingDay, by: Actor) -> None:
    """The office that watches, or the court; on the day or up to three days before."""
    check_may(by, Permission.SUPERVISION_SIGN)
    if by.office_id not in {supervision.officer_office_id, supervision.office_id}:
        raise NotAllowed()
    if supervision.status == SupervisionStatus.ENDED:
        raise WrongState(_("This supervision has ended."))
    check_transition(DAY_TRANSITIONS, DayStatus(day.status), DayStatus.REPORTED)
    if not day.due_on - EARLY <= today() <= day.due_on:
        raise WrongState(_("A reporting day is signed on that day, or up to three days before."))


def check_can_excuse(supervision: Supervision, day: ReportingDay, by: Actor) -> None:
    check_may(by, Permission.SUPERVISION_SET)
    check_own_office(by, supervision.office_id)
    check_transition(DAY_TRANSITIONS, DayStatus(day.status), DayStatus.EXCUSED)


def check_can_sign_warrant(warrant: Warrant, by: Actor) -> None:
    """Only a prosecutor of the court's office signs, or decides that none is asked for."""
    check_may(by, Permission.WARRANT_SIGN)
    check_own_office(by, warrant.office_id)
    if by.role != Role.PROSECUTOR:
        raise NotAllowed()
    check_transition(WARRANT_TRANSITIONS, WarrantStatus(warrant.status), WarrantStatus.SIGNED)


def check_can_find(supervision: Supervision, by: Actor) -> None:
    """The person at large is there again."""
    check_may(by, Permission.SUPERVISION_READ)
    if by.office_id != supervision.office_id:
        raise NotAllowed()
    check_transition(SUPERVISION_TRANSITIONS, SupervisionStatus(supervision.status), SupervisionStatus.ACTIVE)


can_set_hearing = answers(check_can_set_hearing)
can_work = answers(check_can_work)
can_end = answers(check_can_end)
can_record_use = answers(check_can_record_use)
can_supervise = answers(check_can_supervise)
can_end_supervision = answers(check_can_end_supervision)
can_sign_day = answers(check_can_sign_day)
can_excuse = answers(check_can_excuse)
can_sign_warrant = answers(check_can_sign_warrant)
can_find = answers(check_can_find)
