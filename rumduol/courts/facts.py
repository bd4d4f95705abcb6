"""What is counted: each reporting date, each warrant asked for, each measure used. No name, no number."""

from datetime import date
from typing import Any
from uuid import UUID

from rumduol.agencies import queries as agencies
from rumduol.courts.models import Hearing, ReportingDay, Supervision, Witness
from rumduol.facts import actions as facts
from rumduol.facts.enums import Kind
from rumduol.shared.dates import local


def _agency(office_id: UUID) -> dict[str, Any]:
    office = agencies.office(office_id)
    return {"agency_kind": office.agency.kind, "agency_province": office.place[:2]}


def supervision(
    unit: tuple[str, UUID],
    on: date,
    outcome: str,
    *,
    office_id: UUID,
    sex: str,
    age_band: str,
    nationality: str,
    place: str,
) -> None:
    facts.write(
        kind=Kind.SUPERVISION, unit=unit, on=on, outcome=outcome, sex=sex, age_band=age_band, nationality=nationality,
        place=place, **_agency(office_id),
    )  # fmt: skip


def of(row: Supervision, unit: tuple[str, UUID], on: date, outcome: str) -> None:
    supervision(
        unit, on, outcome, office_id=row.office_id, sex=row.sex, age_band=row.age_band, nationality=row.nationality,
        place=row.place,
    )  # fmt: skip


def not_missed(day: ReportingDay) -> None:
    """An excused day was not missed."""
    facts.correct(kind=Kind.SUPERVISION, unit=("reporting_day", day.id), count=0)


def measure(hearing: Hearing, witness: Witness, code: str) -> None:
    facts.write(
        kind=Kind.JUSTICE_MEASURE, unit=("witness", witness.id), on=local(hearing.starts_at).date(), outcome=code,
        sex=witness.sex, age_band="child" if witness.child else "adult", **_agency(hearing.office_id),
    )  # fmt: skip
