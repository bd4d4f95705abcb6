"""An alarm raised by those who prosecute: they can't see the case, and learn nothing of it."""

import json
from uuid import UUID

from django.db import connection, transaction

from rumduol.access.types import Actor
from rumduol.agencies.enums import Role
from rumduol.audit import actions as audit
from rumduol.audit.actions import Subject
from rumduol.cases import facts
from rumduol.cases.enums import AlarmKind, CaseEvent
from rumduol.notices import actions as notices
from rumduol.notices.enums import NoticeKind
from rumduol.shared.dates import PartialDate


def raise_alarm_from_outside(*, case_id: UUID, kind: AlarmKind | str, happened_on: PartialDate, by: Actor) -> bool:
    """A victim of a case was detained, fined, charged or deported. True when an alarm was raised.

    False when the person is no (presumed) victim, the case is not there, or such an alarm is open already: the database
    function answers alike. The case's office is told at once.
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(
                "select alarm_id, number, office_id, coded from cases_alarm_from_outside(%s, %s, %s)",
                [case_id, str(kind), str(happened_on)],
            )
            row = cursor.fetchone()
        if row is None:
            return False
        alarm_id, number, office_id, coded = row
        audit.record(
            CaseEvent.ALARM_RAISED,
            by=by,
            subject=Subject("case", case_id),
            detail={"kind": str(kind), "alarm": alarm_id},
        )
        facts.alarm_from_outside(
            alarm_id, str(kind), happened_on, coded if isinstance(coded, dict) else json.loads(coded), by
        )
        notices.notify(
            kind=NoticeKind.CASE_ALARM, record_kind="case", record_id=case_id, number=number, to_office=office_id,
            roles=[Role.SUPERVISOR, Role.CASE_WORKER],
        )  # fmt: skip
    return True
