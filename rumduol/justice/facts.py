"""Which facts this room writes, and when (docs/facts.md). A fact knows codes, a day and a district; no name, no number."""

from collections.abc import Sequence
from typing import Any

from rumduol.access.types import Actor
from rumduol.agencies import queries as agencies
from rumduol.facts import actions as facts
from rumduol.facts.enums import Kind
from rumduol.facts.ways import came_to
from rumduol.justice.enums import CooperationKind, CriminalStatus, DetentionKind, Direction, Outcome, Penalty
from rumduol.justice.models import Charge, Cooperation, CriminalCase, Detention, Suspect, Verdict
from rumduol.shared.dates import PartialDate

CASE, PERSON = "criminal_case", "suspect"
PROSECUTED = {
    CriminalStatus.INVESTIGATING_JUDGE: "investigating_judge",
    CriminalStatus.TRIAL: "trial",
    CriminalStatus.VERDICT: "judged",
    CriminalStatus.FILED: "dropped",
    CriminalStatus.DISMISSED: "dropped",
}


def _by(by: Actor) -> dict[str, Any]:
    return {"agency_kind": by.agency_kind, "agency_province": agencies.office(by.office_id).place[:2]}


def _case(case: CriminalCase) -> dict[str, Any]:
    return {
        "place": case.place,
        "form": case.forms[0] if case.forms else "",
        "domestic": case.domestic,
        "palermo": case.palermo,
    }


def _person(suspect: Suspect) -> dict[str, Any]:
    return {"sex": suspect.sex, "age_band": suspect.age_band, "nationality": suspect.nationality}


def _article(code: str) -> dict[str, Any]:
    return {"article": code} if code else {}


def _days(first: PartialDate | None, last: PartialDate) -> dict[str, int]:
    """Days between, when both are known well enough to say; a month is taken at its middle."""
    if first is None or first.month is None or last.month is None:
        return {}
    middle = [day.first + (day.last - day.first) / 2 for day in (first, last)]
    return {"days": max(0, (middle[1] - middle[0]).days)}


def opened(case: CriminalCase, by: Actor) -> None:
    facts.write(
        kind=Kind.OFFENCE, unit=(CASE, case.id), on=case.opened_on, outcome="recorded",
        extra=_article(case.article) | {"online": case.online}, **_case(case), **_by(by),
    )  # fmt: skip
    investigated(case, by, outcome="open")


def investigated(case: CriminalCase, by: Actor, *, outcome: str, until: PartialDate | None = None) -> None:
    extra: dict[str, Any] = _article(case.article) | {"child_labour": case.child_labour}
    if Suspect.objects.filter(case=case, official=True).exists():
        extra["official"] = True
    if until is not None:
        extra |= _days(case.opened_on, until)
    facts.write(
        kind=Kind.INVESTIGATION, unit=(CASE, case.id), on=case.opened_on, outcome=outcome, extra=extra, **_case(case),
        **_by(by),
    )  # fmt: skip


def suspected(case: CriminalCase, suspect: Suspect, by: Actor, *, outcome: str = "investigated") -> None:
    extra = _of(case, suspect)
    if case.operation_id is not None:
        extra["raided"] = True
    if case.reported_on is not None:
        waited = _days(PartialDate.of(case.reported_on), case.opened_on)
        extra |= {"report_days": waited["days"]} if waited else {}
    facts.write(
        kind=Kind.SUSPECT, unit=(PERSON, suspect.id), on=suspect.contact_on, outcome=outcome, extra=extra,
        **(_case(case) | _person(suspect)), **_by(by),
    )  # fmt: skip


def _of(case: CriminalCase, suspect: Suspect) -> dict[str, Any]:
    extra: dict[str, Any] = {"official": suspect.official, "level": suspect.level, **_article(case.article)}
    return extra | ({"role": suspect.role} if suspect.role else {})


def arrested(case: CriminalCase, suspect: Suspect, by: Actor, *, first: bool) -> None:
    if suspect.arrested_on is None:
        return
    facts.write(
        kind=Kind.ARREST, unit=(PERSON, suspect.id), on=suspect.arrested_on, outcome="arrested",
        extra=_of(case, suspect), **(_case(case) | _person(suspect)), **_by(by),
    )  # fmt: skip
    if first:
        facts.write(
            kind=Kind.ARREST_CASE, unit=(CASE, case.id), on=suspect.arrested_on, outcome="arrested",
            extra=_article(case.article), **_case(case), **_by(by),
        )  # fmt: skip


def prosecuted(case: CriminalCase, by: Actor, *, outcome: str, on: PartialDate) -> None:
    """One fact per case that was ever charged; `days` from the charge to the stage it is at."""
    if case.charged_on is None:
        return
    facts.write(
        kind=Kind.PROSECUTION, unit=(CASE, case.id), on=case.charged_on, outcome=outcome,
        extra=_article(case.article) | {"child_labour": case.child_labour} | _days(case.charged_on, on),
        **_case(case), **_by(by),
    )  # fmt: skip


def reports_came_to(
    case: CriminalCase, step: str, on: PartialDate, *, reports: Sequence[Any] = (), convicted: bool | None = None
) -> None:
    """The reports behind a case came to a step; `reports` are their rows, where the actor has them (at the opening)."""
    rows = {row.id: row for row in reports}
    for report_id in case.behind:
        row = rows.get(report_id)
        told = (
            {"received_on": row.received_on, "place": row.place, "form": row.forms[0] if row.forms else ""}
            if row
            else {}
        )
        came_to(report_id=report_id, step=step, on=on, convicted=convicted, **told)


def moved(case: CriminalCase, old: str, on: PartialDate, by: Actor) -> None:
    """What a change of stage counts."""
    new = CriminalStatus(case.status)
    if old == CriminalStatus.PRELIMINARY:
        investigated(case, by, outcome="to_prosecutor", until=on)
    elif new == CriminalStatus.FILED:
        investigated(case, by, outcome="closed", until=on)
    elif new == CriminalStatus.PRELIMINARY:
        investigated(case, by, outcome="open")
    if new in PROSECUTED:
        prosecuted(case, by, outcome=PROSECUTED[new], on=on)
    if new == CriminalStatus.TRIAL and old != CriminalStatus.APPEAL:
        facts.write(
            kind=Kind.COURT_CASE, unit=(CASE, case.id), on=on, outcome="received", extra=_article(case.article),
            **_case(case), **_by(by),
        )  # fmt: skip


def charged(case: CriminalCase, charge: Charge, by: Actor) -> None:
    """Once per accused: the day of the first charge and the article that stands last."""
    suspect = charge.suspect
    reports_came_to(case, "charged", case.charged_on or charge.on)
    reduced = charge.reduced or Charge.objects.filter(suspect=suspect, reduced=True).exists()
    extra: dict[str, Any] = {"official": suspect.official, "level": suspect.level, "child_labour": case.child_labour}
    extra |= _article(charge.article) | _days(case.opened_on, suspect.charged_on or charge.on)
    facts.write(
        kind=Kind.ACCUSED, unit=(PERSON, suspect.id), on=suspect.charged_on or charge.on,
        outcome="reduced_charge" if reduced else "charged", extra=extra,
        **(_case(case) | _person(suspect)), **_by(by),
    )  # fmt: skip


def judged(case: CriminalCase, verdict: Verdict, by: Actor, *, final_on: PartialDate | None = None) -> None:
    """The verdict that stands, and again when it becomes final."""
    convicted = Verdict.objects.filter(case=case, replaced_on__isnull=True, outcome=Outcome.CONVICTED).exists()
    reports_came_to(case, "final" if final_on else "judged", final_on or verdict.on, convicted=convicted)
    suspect = verdict.suspect
    extra: dict[str, Any] = {
        "official": suspect.official, "level": suspect.level, "in_absentia": verdict.in_absentia,
        "detained": Detention.objects.filter(suspect=suspect, kind=DetentionKind.PRETRIAL).exists(),
        "reduced_charge": Charge.objects.filter(suspect=suspect, reduced=True).exists(),
        "child_labour": case.child_labour, "penalty": verdict.penalty, "final": final_on is not None,
    }  # fmt: skip
    if verdict.penalty in {Penalty.PRISON, Penalty.SUSPENDED} and not verdict.life:
        extra["months"] = verdict.months
    if (held := held_before(suspect, verdict.on)) is not None:
        extra["held_days"] = held
    extra |= _article(verdict.articles[0] if verdict.articles else case.article) | _days(suspect.charged_on, verdict.on)
    if final_on is not None:
        waited = _days(verdict.on, final_on)
        extra |= {"final_days": waited["days"]} if waited else {}
    facts.write(
        kind=Kind.VERDICT, unit=(PERSON, suspect.id), on=verdict.on, outcome=verdict.outcome, extra=extra,
        **(_case(case) | _person(suspect)), **_by(by),
    )  # fmt: skip


def held_before(suspect: Suspect, until: PartialDate) -> int | None:
    """Days in police custody and detained before the trial, until a day; None when somebody was held on unknown days."""
    whole = 0
    for one in Detention.objects.filter(suspect=suspect).exclude(kind=DetentionKind.SENTENCE):
        last = one.released_on if one.released_on and one.released_on.first <= until.last else until
        days = _days(one.held_since, last)
        if not days:
            return None
        whole += days["days"]
    return whole


def cooperated(case: CriminalCase, request: Cooperation, by: Actor) -> None:
    """Place is the other country."""
    outcome = {
        CooperationKind.EXTRADITION: "extradition",
        CooperationKind.JOINT_OPERATION: "joint_operation",
        CooperationKind.CASE_MEETING: "case_meeting",
    }.get(CooperationKind(request.kind)) or (
        "request_sent" if request.direction == Direction.SENT else "request_received"
    )
    facts.write(
        kind=Kind.COOPERATION, unit=("cooperation", request.id), on=request.asked_on, outcome=outcome,
        **(_case(case) | {"place": request.country}), **_by(by),
    )  # fmt: skip
