"""States, done-when rules, clocks: pure, as tables."""

from datetime import UTC, date, datetime, timedelta
from itertools import product
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rumduol.cases import clocks, enums
from rumduol.cases.enums import ASSESSMENT, ITEMS_OF, Agreement, Item, Risk, StepName
from rumduol.cases.policies import StepFacts, missing
from rumduol.shared.states import can_transition

TABLES = [
    (enums.CaseStatus, enums.TRANSITIONS),
    (enums.StepStatus, enums.STEP_TRANSITIONS),
    (enums.GoalStatus, enums.GOAL_TRANSITIONS),
    (enums.TaskStatus, enums.TASK_TRANSITIONS),
    (enums.AlarmStatus, enums.ALARM_TRANSITIONS),
    (enums.VisitStatus, enums.VISIT_TRANSITIONS),
    (enums.ClosureStatus, enums.CLOSURE_TRANSITIONS),
]
# Every pair that is allowed; everything else is refused.
ALLOWED = {
    enums.CaseStatus: "open>closing closing>open closing>closed closed>open "
    "open>joined closed>joined joined>open joined>closed",
    enums.StepStatus: "not_started>in_progress not_started>not_needed in_progress>done in_progress>not_needed "
    "done>in_progress not_needed>in_progress",
    enums.GoalStatus: "open>reached open>dropped reached>open dropped>open",
    enums.TaskStatus: "open>done open>dropped done>open dropped>open",
    enums.AlarmStatus: "open>handled handled>open",
    enums.VisitStatus: "planned>done planned>tried planned>refused tried>done tried>tried tried>refused refused>done",
    enums.ClosureStatus: "asked>signed asked>returned signed>reopened",
}


@pytest.mark.parametrize(("states", "table"), TABLES)
def test_transitions_are_exactly_these(states, table):
    assert set(table) == set(states)
    allowed = {f"{a}>{b}" for a, b in product(states, states) if can_transition(table, a, b)}
    assert allowed == set(ALLOWED[states].split())


def test_every_state_of_a_case_and_a_step_has_an_owner_and_a_page():
    for states, owners, pages in (
        (enums.CaseStatus, enums.OWNERS, enums.PAGES),
        (enums.StepStatus, enums.STEP_OWNERS, enums.STEP_PAGES),
    ):
        assert set(states) == set(owners) == set(pages)


def test_ten_steps_in_the_order_of_the_circular():
    assert [enums.STEP_NUMBER[step] for step in StepName] == list(range(1, 11))
    assert set(ITEMS_OF) == set(StepName)
    assert set(enums.STEP_OF) == set(Item)
    assert len(ASSESSMENT) == 9
    assert len(enums.Right) == 11
    assert enums.VISIT_MONTHS == (1, 3, 6, 12, 24)


def all_seen(step, **facts):
    return StepFacts(seen_to=frozenset(ITEMS_OF[step]), **facts)


@pytest.mark.parametrize("item", list(Item))
def test_each_point_is_needed_for_its_step(item):
    step = enums.STEP_OF[item]
    lacking = missing(step, StepFacts(seen_to=frozenset(set(ITEMS_OF[step]) - {item})))
    assert any(str(item.label) in str(line) for line in lacking)


PLAN = {"goals": {uuid4(): 1}, "plan_answer": Agreement.AGREED, "plan_answer_covers": 1}
RULES = [
    # step, facts, done?
    (StepName.IDENTIFICATION, {"standing": "presumed"}, True),
    (StepName.IDENTIFICATION, {"standing": "identified"}, True),
    (StepName.IDENTIFICATION, {}, False),
    (StepName.CRISIS, {"risk": Risk.LOW}, True),
    (StepName.CRISIS, {}, False),
    (StepName.REFERRAL, {}, True),
    (StepName.ADMISSION, {}, True),
    (StepName.ADMISSION, {"may_be_child": True}, False),
    (StepName.ADMISSION, {"may_be_child": True, "custody_settled": True}, True),
    (StepName.ASSESSMENT, {}, True),
    (StepName.PLANNING, PLAN, True),
    (StepName.PLANNING, {**PLAN, "goals": {}}, False),
    (StepName.PLANNING, {**PLAN, "goals": {uuid4(): 0}}, False),
    (StepName.PLANNING, {**PLAN, "goals": {uuid4(): 1, uuid4(): 1}}, False),
    (StepName.PLANNING, {**PLAN, "plan_answer": Agreement.PARTLY}, True),
    (StepName.PLANNING, {**PLAN, "plan_answer": Agreement.REFUSED}, False),
    (StepName.PLANNING, {**PLAN, "plan_answer": ""}, False),
    (StepName.PLANNING, {**PLAN, "may_be_child": True}, False),
    (StepName.PLANNING, {**PLAN, "may_be_child": True, "best_interest": True}, True),
    (StepName.REINTEGRATION, {}, True),
    (StepName.FOLLOW_UP, {}, False),
    (StepName.FOLLOW_UP, {"visits_planned": True, "visits_open": 1}, False),
    (StepName.FOLLOW_UP, {"visits_planned": True, "visits_open": 0}, True),
    (StepName.FEEDBACK, {}, False),
    (StepName.FEEDBACK, {"feedback_offered": True}, True),
    (StepName.CLOSURE, {}, False),
    (StepName.CLOSURE, {"closure_signed": True}, True),
]


@pytest.mark.parametrize(("step", "facts", "done"), RULES)
def test_done_when(step, facts, done):
    lacking = missing(step, all_seen(step, **facts))
    assert (lacking == []) is done
    assert all(len(str(line)) > 5 for line in lacking)


def test_crisis_intervention_is_due_in_a_day_and_at_the_latest_in_three():
    opened = datetime(2026, 11, 20, 10, tzinfo=UTC)
    assert clocks.due_from_opening(StepName.CRISIS, opened) - opened == timedelta(hours=24)
    assert clocks.latest(StepName.CRISIS, opened) - opened == timedelta(hours=72)
    assert clocks.due_from_opening(StepName.FOLLOW_UP, opened) is None


def test_visits_follow_the_return():
    assert clocks.visit_days(date(2026, 1, 31)) == {
        1: date(2026, 2, 28), 3: date(2026, 4, 30), 6: date(2026, 7, 31), 12: date(2027, 1, 31), 24: date(2028, 1, 31),
    }  # fmt: skip


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(0, 60))
def test_months_after_never_skip_a_month(day, months):
    later = clocks.months_after(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day <= day.day
