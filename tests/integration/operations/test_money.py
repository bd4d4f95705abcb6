"""Money: asked for by one, decided and paid by another, in parts that never add up to more; the oldest debt first."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction

from rumduol.agencies.enums import Role
from rumduol.operations import actions, queries
from rumduol.operations.models import Expense, Payment
from rumduol.shared.dates import today
from rumduol.shared.errors import InvalidInput, NotAllowed, NotThere, WrongState
from tests.integration.operations.conftest import Place
from tests.integration.operations.plans import APPROVER, COLLEAGUE, MAKER, SECOND


def asked(place: Place, operation: Any, riel: int, days: int = 0, key: Any = MAKER) -> Expense:
    with place.acting(key):
        return actions.ask_expense(
            operation_id=operation.id, kind="claim", spent_for="fuel", riel=riel, spent_on=today() - timedelta(days=days),
            by=place.actor(key),
        )  # fmt: skip


def test_part_by_part_oldest_first_and_never_more(place: Place) -> None:
    operation = place.over()
    young, old = asked(place, operation, 100_000, 2), asked(place, operation, 90_000, 40, COLLEAGUE)
    with place.acting(APPROVER):
        by = place.actor(APPROVER)
        for expense in (young, old):
            actions.approve_expense(expense_id=expense.id, by=by)
        actions.pay_expense(expense_id=young.id, riel=30_000, paid_on=today(), by=by)
        rows = queries.expenses(by)
        assert [(row.expense.id, row.left, row.days) for row in rows] == [(old.id, 90_000, 40), (young.id, 70_000, 2)]
        (office,) = queries.money_by_office(rows)
        assert (office.asked, office.paid, office.owed, office.oldest) == (0, 30_000, 160_000, 40)
        with pytest.raises(InvalidInput) as error:
            actions.pay_expense(expense_id=young.id, riel=70_001, paid_on=today(), by=by)
        assert set(error.value.errors) == {"riel"}
        with pytest.raises(DatabaseError, match="does not fit"), transaction.atomic():  # nor past the action
            Payment.objects.bulk_create(
                [Payment(expense=young, riel=70_001, paid_on=today(), paid_by_id=by.person_id)]
            )  # fmt: skip
        place.refused("update operations_expense set status = 'paid' where id = %s", young.id)
        place.refused("update operations_expense set riel = 1 where id = %s", young.id)
        assert actions.pay_expense(expense_id=young.id, riel=70_000, paid_on=today(), by=by).status == "paid"
        with pytest.raises(WrongState):
            actions.pay_expense(expense_id=young.id, riel=1, paid_on=today(), by=by)
        assert [row.expense.id for row in queries.expenses(by)] == [old.id, young.id], "what is paid stands last"
        place.refused("delete from operations_payment")


def test_nobody_decides_on_their_own_money(place: Place) -> None:
    operation = place.over()
    own = asked(place, operation, 5_000, key=APPROVER)
    forged = (
        "update operations_expense set status = 'approved', decided_by_id = %s, decided_on = current_date where id = %s"
    )
    with place.acting(APPROVER):
        with pytest.raises(NotAllowed):
            actions.approve_expense(expense_id=own.id, by=place.actor(APPROVER))
        for somebody in (APPROVER, SECOND):
            place.refused(forged, place.actor(somebody).person_id, own.id)
    with place.acting(MAKER), pytest.raises(NotThere):
        actions.approve_expense(expense_id=own.id, by=place.actor(MAKER))
    with place.acting(SECOND):  # the office above
        assert actions.approve_expense(expense_id=own.id, by=place.actor(SECOND)).status == "approved"
        with pytest.raises(WrongState):
            actions.refuse_expense(expense_id=own.id, by=place.actor(SECOND))
    with place.acting(APPROVER), pytest.raises(NotAllowed):
        actions.pay_expense(expense_id=own.id, riel=5_000, paid_on=today(), by=place.actor(APPROVER))


def test_money_of_a_plan_is_seen_by_its_people_only(place: Place, nation: Any) -> None:
    operation = place.approved()
    expense = asked(place, operation, 8_000)
    with place.acting(COLLEAGUE):
        with pytest.raises(NotThere):
            queries.expense_for(place.actor(COLLEAGUE), expense.id)
        with pytest.raises(NotThere):
            actions.ask_expense(
                operation_id=operation.id, kind="claim", spent_for="fuel", riel=1, spent_on=today(),
                by=place.actor(COLLEAGUE),
            )  # fmt: skip
    with place.acting(SECOND):  # a supervisor above, who was not named to the plan
        assert Expense.objects.count() == 0
    with place.acting(("police_kandal", Role.SUPERVISOR)):
        assert Expense.objects.count() == 0
    with place.acting(APPROVER):
        assert actions.refuse_expense(expense_id=expense.id, by=place.actor(APPROVER)).status == "refused"


IMPOSSIBLE: tuple[tuple[dict[str, Any], str], ...] = (
    ({"riel": 0}, "riel"),
    ({"riel": 10**10 + 1}, "riel"),
    ({"spent_on": today() + timedelta(days=1)}, "spent_on"),
    ({"kind": "gift"}, "kind"),
    ({"spent_for": "gold"}, "spent_for"),
)


def test_what_cannot_be_is_refused_by_field(place: Place) -> None:
    operation = place.approved()
    good: dict[str, Any] = {"kind": "claim", "spent_for": "fuel", "riel": 1, "spent_on": today(), "expense_id": uuid4()}
    with place.acting(MAKER):
        one: dict[str, Any] = {"operation_id": operation.id, "by": place.actor(MAKER)}
        for more, field in IMPOSSIBLE:
            with pytest.raises(InvalidInput) as error:
                actions.ask_expense(**one, **(good | more))
            assert set(error.value.errors) == {field}, more
        assert actions.ask_expense(**one, **good).id == actions.ask_expense(**one, **good).id, "sent twice, asked once"
