"""What came of it: who was found, what was seized, what became of the premises; and the people go to screening."""

from collections import Counter
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rumduol.access.types import Actor
from rumduol.audit import actions as audit
from rumduol.audit.actions import Subject
from rumduol.intake import queries as intake
from rumduol.operations import facts, policies, queries
from rumduol.operations.enums import (
    Category,
    ItemKind,
    OperationEvent,
    OperationOutcome,
    OperationStatus,
    PremisesResult,
)
from rumduol.operations.models import FoundLine, OfReport, Operation, Seized
from rumduol.operations.types import Result
from rumduol.places import queries as places
from rumduol.screening import actions as screening
from rumduol.shared.dates import today
from rumduol.shared.errors import InvalidInput
from rumduol.terms import queries as terms
from rumduol.terms.countries import UNKNOWN_NATIONALITY
from rumduol.vault import actions as vault
from rumduol.vault.enums import Section

MOST = 2000
HOME = "KH"  # an operation together with officers of another country


def finish(*, operation_id: UUID, result: Result, by: Actor) -> Operation:
    """The operation is over. From now on the office sees that it was, where, and what came of it; the plan stays sealed.

    Raises InvalidInput naming fields of the result.
    """
    with transaction.atomic():
        operation = queries.lock_operation(by, operation_id)
        policies.check_can_finish(operation, by, inside=queries.is_inside(operation))
        _check(result)
        plan, _look = queries.open_plan(by, operation)
        operation.status, operation.ended_at = OperationStatus.OVER, timezone.now()
        operation.outcome, operation.place = result.outcome, result.place
        operation.emptied_since, operation.phones_off = result.emptied_since, result.phones_off
        operation.premises, operation.premises_until = result.premises, result.premises_until
        operation.joint_country = result.joint_country
        operation.revision += 1
        operation.save()
        lines = [
            FoundLine(
                operation=operation, category=found.category, sex=found.sex, age_band=found.age_band,
                nationality=found.nationality, count=found.count,
            )
            for found in result.people
        ]  # fmt: skip
        FoundLine.objects.bulk_create(lines)
        OfReport.objects.bulk_create([OfReport(operation=operation, report_id=report_id) for report_id in plan.reports])
        _seal(operation, result, by)
        _log(OperationEvent.OVER, operation, by, outcome=result.outcome)
        reports = intake.reports_by_id(by, plan.reports).values()
        facts.write_over(operation, lines, leak_suspected=result.leak_suspected, reports=reports)
    return operation


def to_screening(*, operation_id: UUID, by: Actor) -> UUID:
    """Everybody found is asked the same eight questions, as one group of people found together. Answers the group.

    Suspects too: somebody made to do it may be a victim (the non-punishment principle). Called twice, there is one group.
    """
    with transaction.atomic():
        operation = queries.lock_operation(by, operation_id)
        policies.check_can_screen(operation, by)
        if operation.group_id is not None:
            return operation.group_id
        found = queries.found_in(by, operation_id)
        if not found.everybody:
            raise InvalidInput(_("Nobody was found in this operation."))
        most = Counter({line.nationality: 0 for line in found.lines})
        for line in found.lines:
            most[line.nationality] += line.count
        group = screening.start_group(
            expected=found.everybody, nationality=most.most_common(1)[0][0], place=operation.place, by=by
        )
        operation.group_id = group.id
        operation.revision += 1
        operation.save(update_fields=["group_id", "revision"])
        _log(OperationEvent.TO_SCREENING, operation, by, people=found.everybody)
    return group.id


# ---- steps of the above -------------------------------------------------------------------------------------------


def _check(result: Result) -> None:
    errors: dict[str, list[Any]] = {}
    choose = _("Choose one from the list.")
    if result.outcome not in set(OperationOutcome.values) - {OperationOutcome.CALLED_OFF}:
        errors["outcome"] = [choose]
    if not result.place or not places.exists(result.place):
        errors["place"] = [_("Choose the district, the commune or the village.")]
    if result.premises and result.premises not in PremisesResult.values:
        errors["premises"] = [choose]
    if result.premises == PremisesResult.CLOSED_FOR_A_TIME and (
        result.premises_until is None or result.premises_until <= today()
    ):
        errors["premises_until"] = [_("Closed for a time: write until which day.")]
    if result.premises != PremisesResult.CLOSED_FOR_A_TIME and result.premises_until is not None:
        errors["premises_until"] = [_("Only premises that are closed for a time have a last day.")]
    if result.joint_country in {HOME, UNKNOWN_NATIONALITY} or (
        result.joint_country and not terms.is_code("nationality", result.joint_country)
    ):
        errors["joint_country"] = [choose]
    if result.people and result.outcome != OperationOutcome.FOUND_PEOPLE:
        errors["people"] = [_("People are written down here, but the outcome says that nobody was found.")]
    if not result.people and result.outcome == OperationOutcome.FOUND_PEOPLE:
        errors["people"] = [_("Write down who was found.")]
    for found in result.people:
        codes = (("sex", found.sex), ("age", found.age_band), ("nationality", found.nationality))
        if found.category not in Category.values or not all(terms.is_code(name, code) for name, code in codes):
            errors["people"] = [choose]
        if not 0 < found.count <= MOST:
            errors["people"] = [_("Write a number from 1 to 2,000.")]
    if sum(found.count for found in result.people) > MOST:
        errors["people"] = [_("Write a number from 1 to 2,000.")]
    if any(item.kind not in ItemKind.values or not 0 < item.count <= 100_000 for item in result.items):
        errors["items"] = [_("Each line of the seizure list has a kind and a number.")]
    if errors:
        raise InvalidInput(errors=errors)


def _seal(operation: Operation, result: Result, by: Actor) -> None:
    words = {"mismatch": result.mismatch, "course": result.course}
    vault.seal(record=queries.ref(operation), section=Section.NARRATIVE, fields=words, by=by)
    rows = [Seized(operation=operation, kind=item.kind, count=item.count) for item in result.items]
    if rows:
        Seized.objects.bulk_create(rows)
        texts = {str(row.id): item.text for row, item in zip(rows, result.items, strict=True)}
        vault.seal(record=queries.ref(operation), section=Section.EVIDENCE, fields={"items": texts}, by=by)
        _log(OperationEvent.SEIZED, operation, by, lines=len(rows))


def _log(event: OperationEvent, operation: Operation, by: Actor, **detail: Any) -> None:
    audit.record(event, by=by, subject=Subject(queries.KIND, operation.id), detail=detail)
