"""What is counted of operations, and only when they are over (a plan leaves no trace in the figures).

* `operation`, once: over or called off after its approval.
* `operation_person`: people found, one fact for those with the same answers.
* `premises`: closed for good, for a time, or warned.
* `report_way`: each report behind it came to an operation.
* `cooperation`: where officers of another country took part; the place is that country.
"""

from collections.abc import Iterable
from typing import Any

from rumduol.agencies import queries as agencies
from rumduol.facts import actions as facts
from rumduol.facts.enums import Kind
from rumduol.facts.ways import came_to
from rumduol.operations.enums import LEAK_REASONS, PremisesResult
from rumduol.operations.models import FoundLine, Operation
from rumduol.shared.dates import local
from rumduol.terms.countries import UNKNOWN_NATIONALITY


def write_over(
    operation: Operation, lines: list[FoundLine], *, leak_suspected: bool, reports: Iterable[Any] = ()
) -> None:
    """The operation, its people, its premises, the country that took part, and the reports (rows of intake) behind it."""
    one = _of(operation)
    for report in reports:
        came_to(
            report_id=report.id, step="operation", on=one["on"], received_on=report.received_on, place=report.place,
            form=report.forms[0] if report.forms else "",
        )  # fmt: skip
    facts.write(
        kind=Kind.OPERATION, unit=("operation", operation.id), place=operation.place, outcome=operation.outcome,
        extra={"leak_suspected": leak_suspected}, **one,
    )  # fmt: skip
    for line in lines:
        facts.write(
            kind=Kind.OPERATION_PERSON, unit=("operation_people", line.id), place=operation.place, sex=line.sex,
            age_band=line.age_band, outcome=line.category, count=line.count,
            nationality="unknown" if line.nationality == UNKNOWN_NATIONALITY else line.nationality, **one,
        )  # fmt: skip
    if operation.premises and operation.premises != PremisesResult.OPEN:
        facts.write(
            kind=Kind.PREMISES, unit=("operation_premises", operation.id), place=operation.place,
            outcome=operation.premises, **one,
        )  # fmt: skip
    if operation.joint_country:
        facts.write(
            kind=Kind.COOPERATION, unit=("operation", operation.id), place=operation.joint_country,
            outcome="joint_operation", **one,
        )  # fmt: skip


def write_called_off(operation: Operation) -> None:
    """Called off after its approval; a draft that was dropped is nobody's figure."""
    facts.write(
        kind=Kind.OPERATION, unit=("operation", operation.id), outcome=operation.outcome,
        extra={"leak_suspected": operation.called_off_because in LEAK_REASONS}, **_of(operation),
    )  # fmt: skip


def _of(operation: Operation) -> dict[str, Any]:
    office = agencies.office(operation.office_id)
    when = operation.begun_at or operation.ended_at
    if when is None:
        raise ValueError("an operation is counted when it has ended")
    return {"on": local(when).date(), "agency_kind": office.agency.kind, "agency_province": office.place[:2]}
