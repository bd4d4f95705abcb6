"""What is counted of reports: at triage the request and its people, later what was found."""

from typing import Any

from rumduol.agencies import queries as agencies
from rumduol.facts import actions as facts
from rumduol.facts.enums import Kind
from rumduol.intake.models import Report, ReportPerson, Transfer
from rumduol.intake.types import COUNTED, PersonSaid, category
from rumduol.shared.dates import today
from rumduol.shared.errors import NotThere

SEX_OF = {"women": "female", "girls": "female", "men": "male", "boys": "male", "unknown": "unknown"}
BAND_OF = {"women": "adult", "men": "adult", "girls": "child", "boys": "child", "unknown": "unknown"}


def request_triaged(report: Report) -> None:
    """One request, and each of its people: those with a row by their row, the others by the counts."""
    facts.write(
        kind=Kind.REQUEST,
        unit=("report", report.id),
        on=report.received_on,
        place=report.place,
        form=report.forms[0] if report.forms else "",
        extra={"channel": report.channel, "urgency": report.urgency, "forms": list(report.forms)},
        **_office(report),
    )
    people_counted(report)


def people_counted(report: Report) -> None:
    """The people of a request as it stands now; writing them again replaces what stood before."""
    rows = list(report.persons.all())
    for person in rows:
        facts.write(
            kind=Kind.PERSON_IN_REQUEST,
            unit=("report_person", person.id),
            on=report.received_on,
            place=report.place,
            sex=person.sex,
            age_band=_band(person),
            nationality=_nationality(person),
            form=report.forms[0] if report.forms else "",
            **_office(report),
        )
    in_rows = [category(PersonSaid(sex=p.sex, minor=p.minor)) for p in rows]
    for name in COUNTED:
        unnamed = getattr(report, name) - in_rows.count(name)
        unit = (f"report_{name}", report.id)
        if unnamed > 0:
            facts.write(
                kind=Kind.PERSON_IN_REQUEST,
                unit=unit,
                on=report.received_on,
                place=report.place,
                sex=SEX_OF[name],
                age_band=BAND_OF[name],
                form=report.forms[0] if report.forms else "",
                count=unnamed,
                **_office(report),
            )
        else:
            _never_so(Kind.PERSON_IN_REQUEST, unit)


def person_verified(report: Report, person: ReportPerson) -> None:
    facts.write(
        kind=Kind.VERIFICATION,
        unit=("report_person", person.id),
        on=person.result_on or today(),
        place=report.place,
        sex=person.sex,
        age_band=_band(person),
        nationality=_nationality(person),
        outcome=person.result,
        extra={"finding": person.finding} if person.finding else {},
        **_office(report),
    )


def concluded(report: Report) -> None:
    facts.write(
        kind=Kind.FINDING,
        unit=("report", report.id),
        on=today(),
        place=report.place,
        outcome=report.finding,
        **_office(report),
    )


def transferred(report: Report, transfer: Transfer) -> None:
    facts.write(
        kind=Kind.TRANSFER,
        unit=("transfer", transfer.id),
        on=today(),
        place=report.place,
        outcome=transfer.reason,
        count=max(transfer.people, 1),
        **_office(report),
    )


def joined(report: Report) -> None:
    """A duplicate was no request of its own, and its people were counted with the other."""
    _never_so(Kind.REQUEST, ("report", report.id))
    for person in report.persons.all():
        _never_so(Kind.PERSON_IN_REQUEST, ("report_person", person.id))
    for name in COUNTED:
        _never_so(Kind.PERSON_IN_REQUEST, (f"report_{name}", report.id))


def _never_so(kind: Kind, unit: facts.Unit) -> None:
    try:
        facts.correct(kind=kind, unit=unit, count=0)
    except NotThere:
        return


def _office(report: Report) -> dict[str, Any]:
    office = agencies.office(report.office_id)
    return {"agency_kind": office.agency.kind, "agency_province": office.place[:2]}


def _band(person: ReportPerson) -> str:
    if person.age_band != "unknown":
        return person.age_band
    return {"yes": "child", "no": "adult"}.get(person.minor, "unknown")


def _nationality(person: ReportPerson) -> str:
    return "unknown" if person.nationality == "ZZ" else person.nationality
