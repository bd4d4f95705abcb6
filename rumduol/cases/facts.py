"""Which facts this room writes, and when. A fact knows codes, a day, a district; no number of a case, no name.

The victim's fact hangs on the screening when the case came from one, so that the same person is counted once.
"""

from typing import Any
from uuid import UUID

from rumduol.access.types import Actor
from rumduol.agencies import queries as agencies
from rumduol.cases.enums import STEP_NUMBER, VICTIMS, Source, StepName
from rumduol.cases.models import Alarm, Case, Closure, Decision, FeedbackOffer, Step, Visit
from rumduol.facts import actions as facts
from rumduol.facts.enums import Kind
from rumduol.shared.dates import PartialDate, local, today
from rumduol.shared.errors import NotThere


def _person(case: Case) -> dict[str, Any]:
    return {
        "sex": case.sex,
        "age_band": case.age_band,
        "nationality": case.nationality,
        "form": case.forms[0] if case.forms else "",
        "domestic": case.domestic,
        "palermo": case.palermo,
        "place": case.found_in,
    }


def _by(by: Actor) -> dict[str, Any]:
    return {"agency_kind": by.agency_kind, "agency_province": agencies.office(by.office_id).place[:2]}


def opened(case: Case, by: Actor) -> None:
    facts.write(
        kind=Kind.CASE, unit=("case", case.id), on=case.opened_on, outcome=case.source_kind, **_person(case), **_by(by)
    )
    victim(case, by)


def victim(case: Case, by: Actor) -> None:
    """A person presumed or identified: once, corrected when the coded facts change."""
    if case.standing not in VICTIMS:
        return
    extra: dict[str, Any] = {}
    if len(case.forms) > 1:
        extra["forms"] = list(case.forms)
    if case.exploited_in:
        extra["exploited_in"] = facts.to_district(case.exploited_in)
    if case.exploited_until:
        extra["exploited_until"] = str(case.exploited_until.to_month())
    facts.write(
        kind=Kind.VICTIM, unit=counted_as(case), on=case.standing_on, outcome=case.standing, extra=extra,
        **(_person(case) | {"place": case.exploited_in or case.found_in}), **_by(by),
    )  # fmt: skip


def joined(case: Case, other: Case) -> list[str]:
    """One person has one opening and is one victim: the other file's facts of these are withdrawn. Answers which.

    What was done on the other file was done, and stays counted. A victim known by the other file alone stays too.
    """
    withdrawn = [Kind.CASE]
    if other.standing in VICTIMS and case.standing in VICTIMS and counted_as(other) != counted_as(case):
        withdrawn.append(Kind.VICTIM)
    return [str(kind) for kind in withdrawn if _recount(other, kind, 0)]


def parted(other: Case, kinds: list[str]) -> None:
    """Count again what was withdrawn."""
    for kind in kinds:
        _recount(other, Kind(kind), 1)


def _recount(case: Case, kind: Kind, count: int) -> bool:
    unit = counted_as(case) if kind == Kind.VICTIM else ("case", case.id)
    try:
        facts.correct(kind=kind, unit=unit, count=count)
    except NotThere:  # a case from before facts were written
        return False
    return True


def counted_as(case: Case) -> tuple[str, UUID]:
    """What the person of a case is counted by as a victim: the screening, where the case came from one."""
    if case.source_kind == Source.SCREENING and case.source_id:
        return ("screening", case.source_id)
    return ("case", case.id)


def step_done(case: Case, step: Step, by: Actor) -> None:
    """`extra.days` from the opening, `extra.in_time` where the step has a clock."""
    extra: dict[str, Any] = {"step": STEP_NUMBER[StepName(step.step)], "days": max(0, (today() - case.opened_on).days)}
    if step.due_at and step.done_at:
        extra["in_time"] = step.done_at <= (step.latest_at or step.due_at)
    facts.write(
        kind=Kind.STEP, unit=("case", case.id), on=today(), outcome=step.step, extra=extra, **_person(case), **_by(by)
    )


def decided(case: Case, decision: Decision, by: Actor) -> None:
    facts.write(
        kind=Kind.DECISION, unit=("case", case.id), on=decision.on, outcome=decision.choice,
        extra={"topic": decision.topic}, **_person(case), **_by(by),
    )  # fmt: skip


def alarm(case: Case, raised: Alarm, by: Actor) -> None:
    """Written when raised, and corrected when handled: one alarm is one fact."""
    values: dict[str, Any] = {"outcome": raised.kind, "extra": {"handled": raised.outcome} if raised.outcome else {}}
    unit = ("alarm", raised.id)
    if raised.outcome:
        facts.correct(kind=Kind.ALARM, unit=unit, **values)
    else:
        facts.write(kind=Kind.ALARM, unit=unit, on=raised.happened_on, **values, **_person(case), **_by(by))


def alarm_from_outside(alarm_id: UUID, kind: str, on: PartialDate, coded: dict[str, Any], by: Actor) -> None:
    """As `alarm`, for whoever raised it without seeing the case; `coded` is what the database lets a fact count."""
    facts.write(kind=Kind.ALARM, unit=("alarm", alarm_id), on=on, outcome=kind, extra={}, **coded, **_by(by))


def visited(case: Case, visit: Visit, by: Actor) -> None:
    extra: dict[str, Any] = {"month": visit.month}
    for name in ("safety", "occupation", "health", "debt", "relations", "wants_help", "retrafficked"):
        if getattr(visit, name):
            extra[name] = getattr(visit, name)
    facts.write(
        kind=Kind.VISIT, unit=("case", case.id), on=visit.visited_on or today(), outcome=visit.status, extra=extra,
        **_person(case), **_by(by),
    )  # fmt: skip


def feedback(case: Case, offer: FeedbackOffer, by: Actor) -> None:
    facts.write(kind=Kind.FEEDBACK, unit=("case", case.id), on=offer.on, outcome=offer.way, **_person(case), **_by(by))


def closed(case: Case, closure: Closure, by: Actor) -> None:
    facts.write(
        kind=Kind.CLOSURE, unit=("case", case.id), on=today(), outcome=closure.reason,
        extra={"days": max(0, (today() - case.opened_on).days)}, **_person(case), **_by(by),
    )  # fmt: skip


def reopened(case: Case, closure: Closure, by: Actor) -> None:
    on = PartialDate.of(local(closure.reopened_at).date()) if closure.reopened_at else PartialDate.of(today())
    facts.write(
        kind=Kind.REOPENING, unit=("case", case.id), on=on, outcome=closure.reopened, **_person(case), **_by(by)
    )
