"""What may be read of operations. Row security decides; hidden and missing look the same."""

import hashlib
import hmac
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.db.models import Sum

from rumduol.access.types import Actor
from rumduol.operations.enums import OWED, Category, ExpenseStatus, OperationStatus
from rumduol.operations.models import Expense, FoundLine, Operation, Payment, Seized, Telling
from rumduol.operations.types import Plan
from rumduol.screening import queries as screening
from rumduol.shared import rows
from rumduol.shared.dates import today
from rumduol.shared.errors import NotThere
from rumduol.vault import actions as vault
from rumduol.vault import named
from rumduol.vault.enums import LookWay, Purpose, Section
from rumduol.vault.types import RecordRef

KIND = "operation"
TELLING = "telling"


def ref(operation: Operation) -> RecordRef:
    return RecordRef(KIND, operation.id, office_id=operation.office_id)


def operation_for(actor: Actor, operation_id: UUID) -> Operation:
    """An operation this actor may see: named to it, or of the office once it is over. Raises NotThere."""
    found = Operation.objects.filter(id=operation_id).first()
    if found is None:
        raise NotThere()
    return found


def find_by_number(actor: Actor, number: str) -> Operation | None:
    """The operation with this number, when this actor may see it now; None for a plan that is not for them."""
    return Operation.objects.filter(number=number).first()


def over_operation_for(actor: Actor, operation_id: UUID) -> Operation:
    """The same, of an operation that is over: only then another room may keep its id. Raises NotThere."""
    found = operation_for(actor, operation_id)
    if found.status != OperationStatus.OVER:
        raise NotThere()
    return found


def lock_operation(actor: Actor, operation_id: UUID) -> Operation:
    """The same, locked where the actor may change it."""
    found = Operation.objects.select_for_update().filter(id=operation_id).first()
    return found if found is not None else operation_for(actor, operation_id)


def is_inside(operation: Operation) -> bool:
    """Whether the acting person is a named reader of the plan now (asked of the database)."""
    with connection.cursor() as cursor:
        cursor.execute("select %s = any (operations.inside())", [operation.id])
        return bool(cursor.fetchone()[0])


def open_plan(actor: Actor, operation: Operation, way: LookWay = LookWay.SCREEN) -> tuple[Plan, named.Look]:
    """The plan and the mark of this look. Logged before it is given out. Raises NotThere for whoever was not named."""
    look = named.look(record=ref(operation), section=Section.PLAN, by=actor, way=way)
    return Plan.from_fields(look.fields), look


def operations(actor: Actor) -> list[Operation]:
    """All the actor sees, those under way first, of each the newest first; 300 at most."""
    order = {status: place for place, status in enumerate(("under_way", "approved", "draft", "over", "called_off"))}
    found = rows.rows(Operation, "order by coalesce(t.begun_at, t.ended_at, t.created_at) desc, t.id limit 300", {})
    return sorted(found, key=lambda row: order[row.status])


def readers(operation: Operation) -> list[Any]:
    """Who was named to the plan, for its readers (rows of the vault: person_id, until, confirmed_at, ...)."""
    return named.readers_of(operation.id, Section.PLAN)


def looks(operation: Operation) -> list[Any]:
    """Who looked at the plan, newest first, for its readers."""
    return named.looks_of(operation.id, Section.PLAN)


@dataclass(frozen=True)
class Signature:
    """A reader whose second signature is asked of the actor."""

    reader_id: UUID
    operation: Operation
    person_id: UUID
    named_by_id: UUID
    until: datetime


def waiting(actor: Actor) -> list[Signature]:
    """Second signatures that wait for this person."""
    asked = [row for row in named.waiting_for(actor) if row.section.kind == KIND]
    if not asked:
        return []
    found = {row.id: row for row in Operation.objects.filter(id__in=[row.section.record_id for row in asked])}
    return [
        Signature(row.id, found[row.section.record_id], row.person_id, row.named_by_id, row.until)
        for row in asked if row.section.record_id in found
    ]  # fmt: skip


# ---- what other offices are told ----------------------------------------------------------------------------------


def mark_of(office_id: UUID) -> bytes:
    """What stands for an office in a telling: nobody turns it back who has the database and not the node's secret."""
    return hmac.new(settings.FACT_KEY, f"operations.telling|{office_id}".encode(), hashlib.sha256).digest()


@contextmanager
def as_told(actor: Actor) -> Iterator[None]:
    """Inside, the wall of tellings knows for which office the reader asks. The hour is the database's own."""
    with connection.cursor() as cursor:
        cursor.execute("select set_config('rumduol.told_as', %s, true)", [mark_of(actor.office_id).hex()])
        try:
            yield
        finally:
            if not connection.needs_rollback:
                cursor.execute("select set_config('rumduol.told_as', '', true)")


def told(actor: Actor) -> list[Telling]:
    """What the own office is told now, newest first. Before its hour there is nothing."""
    with as_told(actor):
        return rows.rows(
            Telling, "where t.mark = %(mark)s order by t.tell_at desc limit 50", {"mark": mark_of(actor.office_id)}
        )


def telling_for(actor: Actor, telling_id: UUID) -> Telling:
    """One of them. Raises NotThere."""
    with as_told(actor):
        found = Telling.objects.filter(id=telling_id, mark=mark_of(actor.office_id)).first()
    if found is None:
        raise NotThere()
    return found


def open_telling(actor: Actor, telling: Telling) -> dict[str, Any]:
    """The message: {"number", "text"}. Logged first. Raises NoKey when the office key was not handed on to the reader."""
    record = RecordRef(TELLING, telling.id, office_id=actor.office_id)
    return named.open_to_office(bytes(telling.sealed), record=record, by=actor)


# ---- what came of it ----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class FoundIn:
    """Who was found in an operation that is over: lines of people with the same answers, and their screenings."""

    lines: tuple[FoundLine, ...]
    group_id: UUID | None
    screenings: tuple[Any, ...]

    def number(self, category: str) -> int:
        return sum(line.count for line in self.lines if line.category == category)

    @property
    def victims(self) -> int:
        return self.number(Category.VICTIM)

    @property
    def suspects(self) -> int:
        return self.number(Category.SUSPECT)

    @property
    def others(self) -> int:
        return self.number(Category.OTHER)

    @property
    def everybody(self) -> int:
        return sum(line.count for line in self.lines)


def found_in(actor: Actor, operation_id: UUID) -> FoundIn:
    """The people found, in codes; their screenings as far as the actor may see them. Raises NotThere."""
    operation = operation_for(actor, operation_id)
    order = {category: place for place, category in enumerate(Category.values)}
    told = FoundLine.objects.filter(operation=operation).order_by("created_at", "-count", "id")
    lines = tuple(sorted(told, key=lambda line: order[line.category]))
    asked: tuple[Any, ...] = ()
    if operation.group_id:
        try:
            asked = tuple(screening.in_group(actor, screening.group_for(actor, operation.group_id)))
        except NotThere:
            asked = ()
    return FoundIn(lines, operation.group_id, asked)


def seized_in(operation: Operation) -> list[Seized]:
    return list(Seized.objects.filter(operation=operation).order_by("created_at", "id"))


def words_of(actor: Actor, operation: Operation) -> dict[str, Any]:
    """The sealed words of an operation that is over: {"mismatch", "course", "items": {id: words}}. Raises NoKey."""
    opened: dict[str, Any] = {}
    for section in (Section.NARRATIVE, Section.EVIDENCE):
        opened |= vault.open_section(record=ref(operation), section=section, by=actor, purpose=Purpose.OWN_WORK)
    return opened


def reports_of(operation: Operation) -> list[UUID]:
    """Ids of the reports behind an operation that is over."""
    return list(operation.of_reports.values_list("report_id", flat=True))


# ---- money --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Owed:
    """An expense with what was paid of it. `days`: since the money was spent, in whole days."""

    expense: Expense
    paid: int
    days: int

    @property
    def left(self) -> int:
        return int(self.expense.riel) - self.paid


def expense_for(actor: Actor, expense_id: UUID) -> Expense:
    found = Expense.objects.filter(id=expense_id).first()
    if found is None:
        raise NotThere()
    return found


def lock_expense(actor: Actor, expense_id: UUID) -> Expense:
    found = Expense.objects.select_for_update().filter(id=expense_id).first()
    return found if found is not None else expense_for(actor, expense_id)


def expenses(actor: Actor, *, operation: Operation | None = None, on: date | None = None) -> list[Owed]:
    """Expenses the actor sees, what is still owed first, and of that the oldest first."""
    spent = Expense.objects.select_related("operation").filter(**({"operation": operation} if operation else {}))
    found = list(spent.order_by("spent_on", "created_at")[:500])
    paid = dict(
        Payment.objects.filter(expense__in=found).values_list("expense_id").annotate(sum=Sum("riel"))
    )  # fmt: skip
    day = on or today()
    owed = [Owed(row, int(paid.get(row.id, 0)), max((day - row.spent_on).days, 0)) for row in found]
    turn = {ExpenseStatus.ASKED: 0, ExpenseStatus.APPROVED: 0, ExpenseStatus.PART_PAID: 0}
    return sorted(owed, key=lambda one: (turn.get(ExpenseStatus(one.expense.status), 1), one.expense.spent_on))


@dataclass(frozen=True)
class OfficeMoney:
    """Of one office: asked for and undecided, paid, still owed (riel), and the age of the oldest debt in days."""

    office_id: UUID
    asked: int
    paid: int
    owed: int
    oldest: int


def money_by_office(owed: list[Owed]) -> list[OfficeMoney]:
    """The same expenses summed by office, the most owed first."""
    offices: dict[UUID, list[Owed]] = {}
    for one in owed:
        offices.setdefault(one.expense.office_id, []).append(one)
    summed = [
        OfficeMoney(
            office_id=office_id,
            asked=sum(one.left for one in owed if one.expense.status == ExpenseStatus.ASKED),
            paid=sum(one.paid for one in owed),
            owed=sum(one.left for one in owed if one.expense.status in OWED),
            oldest=max((one.days for one in owed if one.expense.status in OWED), default=0),
        )
        for office_id, owed in offices.items()
    ]
    return sorted(summed, key=lambda row: (-row.owed, str(row.office_id)))


def payments_of(expense: Expense) -> list[Payment]:
    return list(Payment.objects.filter(expense=expense).order_by("paid_on", "created_at"))


# ---- who knew, for the integrity officers ---------------------------------------------------------------------------


@dataclass(frozen=True)
class Knew:
    """One person, or one office told by its mark, who knew of an operation that is over, and since when."""

    operation_id: UUID
    office_id: UUID
    outcome: str
    emptied_since: bool
    phones_off: bool
    begun_at: datetime
    person_id: UUID | None
    mark: bytes | None
    knew_at: datetime


def who_knew(by: Actor) -> list[Knew]:
    """Rows for the leak analysis; the database gives none to any role but the integrity officer."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select operation_id, office_id, outcome, emptied_since, phones_off, begun_at, person_id, mark, knew_at"
            " from operations.who_knew() order by begun_at, operation_id"
        )
        return [
            Knew(
                operation_id=row[0], office_id=row[1], outcome=row[2], emptied_since=row[3], phones_off=row[4],
                begun_at=row[5], person_id=row[6], mark=None if row[7] is None else bytes(row[7]), knew_at=row[8],
            )
            for row in cursor.fetchall()
        ]  # fmt: skip


def live(operation: Operation) -> bool:
    return operation.status in {OperationStatus.DRAFT, OperationStatus.APPROVED, OperationStatus.UNDER_WAY}
