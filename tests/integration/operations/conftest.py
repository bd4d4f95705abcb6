"""People of one province, a report, and ways to act."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest
from django.db import DatabaseError, connection, transaction

from rumduol.access.types import Actor
from rumduol.intake import actions as intake
from rumduol.intake.types import Counts, ReportSaid
from rumduol.operations.models import Operation
from rumduol.operations.types import Result
from tests.integration.operations import plans
from tests.integration.operations.plans import MAKER


@dataclass
class Place:
    actor: Any
    acting: Any
    report_id: UUID
    told_office: UUID

    def plan(self, **more: Any) -> Any:
        return plans.plan(self.report_id, self.told_office, **more)

    def drafted(self, **more: Any) -> Operation:
        return plans.drafted(self.plan(**more), self.acting, self.actor)

    def approved(self, **more: Any) -> Operation:
        return plans.approved(self.plan(**more), self.acting, self.actor)

    def over(self, result: Result = plans.RESULT, **more: Any) -> Operation:
        return plans.over(self.plan(**more), self.acting, self.actor, result)

    def named(self, operation: Operation, reader: Any, second: Any) -> Any:
        return plans.named(operation, reader, second, self.acting, self.actor)

    def refused(self, sql: str, *values: Any) -> None:
        """The database refuses a statement (or finds no row that it may touch)."""
        with connection.cursor() as cursor:
            mark = transaction.savepoint()
            try:
                cursor.execute(sql, values)
                changed = cursor.rowcount
            except DatabaseError:
                changed = 0
            transaction.savepoint_rollback(mark)
        assert changed == 0, sql


@pytest.fixture
def place(nation: Any, acting: Any) -> Place:
    def actor(key: Any) -> Actor:
        return nation.members[key].actor

    with acting(actor(MAKER)):
        said = ReportSaid(language="km", place="1801", situations=["cannot_leave"], counts=Counts(men=3))
        report, _code = intake.record_report(said=said, channel="phone", by=actor(MAKER))
    return Place(actor, lambda key: acting(actor(key)), report.id, nation.offices["social_psh"])
