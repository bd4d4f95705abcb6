"""The same question to code: from every state, every action that names the record; and the parts of a case by their buttons.

Generated from the tables of states themselves: a new table without an attack here fails the build.
"""

import importlib
import inspect
import typing
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from enum import Enum
from itertools import product
from types import ModuleType
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from rumduol.agencies.enums import Role
from rumduol.cases import enums as cases
from rumduol.cases.models import Alarm, Step, Task
from rumduol.declared import enums as declarations
from rumduol.facts import actions as facts
from rumduol.facts.types import Period
from rumduol.integrity import enums as integrity
from rumduol.integrity.types import About
from rumduol.operations import enums as operations
from rumduol.operations.types import Plan, Result
from rumduol.release import actions as release
from rumduol.release import enums as releases
from rumduol.screening.types import Decision, PersonAsked
from rumduol.shared.dates import PartialDate, today
from rumduol.shared.errors import RumduolError
from rumduol.web.lifecycles import lifecycles
from tests.integration.screening.people import GOOD
from tests.security.attacks_on_courts import attacks_on_courts
from tests.security.attacks_on_justice import attacks_on_justice
from tests.security.attacks_on_linkage import attacks_on_linkage
from tests.security.test_forbidden_transitions import (
    LIFECYCLES,
    ME,
    Lifecycle,
    allowed,
    browser,
    in_state,
    open_world,
    status_of,
    tried,
)
from tests.world import BOSS, GIRL, INTEGRITY, NEED, POLICE_ABOVE, POLICE_BOSS, WORKER, Key, World, declare, picture

assert open_world  # the fixture of the pages' test serves here too
STATISTICIAN, APPROVER = ("statistics", Role.STATISTICIAN), ("statistics", Role.RELEASE_APPROVER)
DONE = {"ended_on": "current_date", "ended_by_id": ME}
NOT_DONE = {"ended_on": "null", "ended_by_id": "null"}
Press = tuple[Key, str, dict[str, str]]  # who, address, what is sent


@dataclass(frozen=True)
class Attack:
    """A lifecycle, the parameter by which actions name its record, values they are given, and buttons of its pages."""

    life: Lifecycle
    names: str
    given: dict[Any, Any] = field(default_factory=dict)  # by name, or by type where one name means several things
    buttons: Callable[[World], list[Press]] = lambda world: []


def _part(table: str, kind: str, states: Any, transitions: Any, *actors: Key, **more: Any) -> Lifecycle:
    return Lifecycle(table, kind, states, transitions, actors or (WORKER,), "cases:", **more)


def _steps(w: World) -> list[Press]:
    address = f"/cases/{w['case']}/step/needs/".replace("/needs/", f"/{cases.StepName.ASSESSMENT.value}/")
    sent = [{"do": "start"}, {"do": "finish"}, {"do": "skip", "reason": "elsewhere", "text": "x"},
            {"do": "check", "item": cases.ITEMS_OF[cases.StepName.ASSESSMENT][0].value, "text": "x"}]  # fmt: skip
    return [(WORKER, address, data) for data in sent]


def _plan(w: World, what: str, ends: tuple[str, ...]) -> list[Press]:
    return [
        (WORKER, f"/cases/{w['case']}/plan/", {"do": f"{what}_{to}", "id": str(w[what])}) for to in (*ends, "open")
    ]  # fmt: skip


def _alarms(w: World) -> list[Press]:
    sent = [{"do": "again"}, {"do": "handle", "outcome": "released", "text": "x"}]
    return [(WORKER, f"/cases/{w['case']}/alarms/", data | {"id": str(w["alarm"])}) for data in sent]


def _closures(w: World) -> list[Press]:
    own, sign = f"/cases/{w['case_closing']}/closure/", f"/cases/signatures/{w['closure']}/"
    return [
        (BOSS, f"{sign}sign/", {}), (BOSS, f"{sign}give-back/", {"because": cases.GivenBack.values[0]}),
        (WORKER, own, {"do": "reopen", "because": cases.Reopened.values[0]}), (WORKER, own, {"do": "ask", "reason": "reintegrated"}),
    ]  # fmt: skip


def _releases(w: World) -> list[Press]:
    at = f"/releases/{w['release']}/"
    presses: list[Press] = [(STATISTICIAN, f"{at}{door}/", {}) for door in ("send", "recount", "drop")]
    return [
        *presses,
        (APPROVER, f"{at}return/", {"reason": releases.ReturnReason.values[0]}),
        (APPROVER, f"{at}publish/", {}),
    ]


def _declarations(w: World) -> list[Press]:
    at = f"/declared/{w['declared']}/"
    sent: list[Press] = [(key, f"{at}confirm/", {}) for key in (STATISTICIAN, APPROVER)]
    return [*sent, (APPROVER, f"{at}refuse/", {"reason": declarations.RefusalReason.values[0]})]


def _expenses(w: World) -> list[Press]:
    at = f"/operations/expenses/{w['expense']}/"
    return [
        (POLICE_BOSS, f"{at}approve/", {}), (POLICE_BOSS, f"{at}refuse/", {}),
        (POLICE_BOSS, f"{at}pay/", {"riel": "9", "paid_on": f"{today():%d/%m/%Y}"}),
    ]  # fmt: skip


def _letters(w: World) -> list[Press]:
    at = f"/letters/{w['letter']}/"
    moves: list[Press] = [
        (INTEGRITY, f"{at}step/", {"to": to, "referred_to": "prosecutor", "on": today().isoformat(), "text": "x"})
        for to in integrity.ComplaintStatus.values
    ]
    return [*moves, (INTEGRITY, f"{at}answer/", {"text": "x"}), (INTEGRITY, f"{at}read/", {})]


DECIDED_EXPENSE = {"decided_by_id": ME, "decided_on": "current_date"}
PLAN = Plan(hour=timezone.now() + timedelta(days=1), place="1801", people=1, reports=(uuid4(),))
PUBLIC = {
    "number": "'R-2026-01'",
    "approved_by": "'00000000-0000-4000-8000-000000000001'",
    "published_on": "current_date",
}
DECISION = Decision(outcome="no_indication", palermo="not_trafficking", domestic="none", forms=(), reason="x")
ATTACKS = {
    "intake.TRANSITIONS": Attack(
        LIFECYCLES["report"], "report_id",
        {"urgency": "ordinary", "forms": ["labour"], "place": "1801", "finding": "trafficking", "result": "found",
         "reason": "done", "sex": "female", "minor": "no", "nationality": "VN"},
    ),
    "screening.TRANSITIONS": Attack(
        LIFECYCLES["screening"], "screening_id",
        {"said": GOOD, "decision": DECISION, "asked_by": "colleague", "section": "journey", "answers": {}, "revision": 0,
         "agreed": True, "sections": ["identity"], "person": PersonAsked(age_group="adult", sex="male", nationality="VN", place="1801")},
    ),
    "referrals.TRANSITIONS": Attack(
        LIFECYCLES["referral"], "referral_id", {"need": NEED, "sections": ["identity"], "until": timezone.now() + timedelta(days=9)},
    ),
    "cases.TRANSITIONS": Attack(
        LIFECYCLES["case"], "case_id",
        {"reason": "reintegrated", "informed": True, "identity": {}, "contact": {}, "summary": "", "revision": 0, "person": GIRL, "standing": "presumed",
         "upload": SimpleUploadedFile("paper.jpg", picture(), "image/jpeg")},
    ),
    "cases.VISIT_TRANSITIONS": Attack(replace(LIFECYCLES["visit"]), "visit_id", {"case_id": "case_closing"}),
    "cases.STEP_TRANSITIONS": Attack(
        _part("cases_step", "step", cases.StepStatus, cases.STEP_TRANSITIONS, needs={
            "done": {"done_at": "now()", "done_by_id": ME}, "not_needed": {"not_needed": "'elsewhere'"}},
            rest={"done_at": "null", "done_by_id": "null", "not_needed": "''"}),
        "step", {"step": cases.StepName.ASSESSMENT, "reason": "elsewhere"}, _steps,
    ),
    "cases.GOAL_TRANSITIONS": Attack(
        _part("cases_goal", "goal", cases.GoalStatus, cases.GOAL_TRANSITIONS), "goal_id", {},
        lambda w: _plan(w, "goal", ("reached", "dropped")),
    ),
    "cases.TASK_TRANSITIONS": Attack(
        _part("cases_task", "task", cases.TaskStatus, cases.TASK_TRANSITIONS, needs={"done": DONE, "dropped": DONE}, rest=NOT_DONE),
        "task_id", {}, lambda w: _plan(w, "task", ("done", "dropped")),
    ),
    "cases.ALARM_TRANSITIONS": Attack(
        _part("cases_alarm", "alarm", cases.AlarmStatus, cases.ALARM_TRANSITIONS, needs={
            "handled": {"outcome": "'released'", "handled_at": "now()", "handled_by_id": ME}},
            rest={"outcome": "''", "handled_at": "null", "handled_by_id": "null"}),
        "alarm_id", {}, _alarms,
    ),
    "cases.CLOSURE_TRANSITIONS": Attack(
        _part("cases_closure", "closure", cases.ClosureStatus, cases.CLOSURE_TRANSITIONS, BOSS, WORKER), "closure_id", {}, _closures,
    ),
    "integrity.TRANSITIONS": Attack(
        LIFECYCLES["letter"], "complaint_id", {"to": "assessed", "kind": "lawyer", "about": About(service="unknown")}, _letters,
    ),
    "declared.TRANSITIONS": Attack(
        _part("declared_declaration", "declared", declarations.DeclarationStatus, declarations.TRANSITIONS, APPROVER, STATISTICIAN),
        "declaration_id", {}, _declarations,
    ),
    "operations.TRANSITIONS": Attack(
        LIFECYCLES["operation"], "operation_id",
        {"plan": PLAN, "version": 1, "result": Result(outcome="nobody_there", place="1801"), "reason": "leak", "kind": "claim",
         "spent_for": "fuel", "riel": 5, "person_id": "inside", "second_id": "above"},
    ),
    "operations.EXPENSE_TRANSITIONS": Attack(
        Lifecycle("operations_expense", "expense", operations.ExpenseStatus, operations.EXPENSE_TRANSITIONS, (POLICE_BOSS,), "operations:",
                  dict.fromkeys(("approved", "refused", "part_paid", "paid"), DECIDED_EXPENSE), {"decided_by_id": "null", "decided_on": "null"}),
        "expense_id", {"riel": 7, "paid_on": today()}, _expenses,
    ),
    "release.TRANSITIONS": Attack(
        _part("release_release", "release", releases.ReleaseStatus, releases.TRANSITIONS, STATISTICIAN, APPROVER, needs={
            "published": PUBLIC, "revised": PUBLIC, "returned": {"return_reason": "'too_fine'"}},
            rest={"number": "''", "approved_by": "null", "published_on": "null", "return_reason": "''"}),
        "release_id", {}, _releases,
    ),
    **attacks_on_courts(Attack, Lifecycle),
    **attacks_on_justice(Attack, Lifecycle),
    **attacks_on_linkage(Attack, Lifecycle),
}  # fmt: skip


@pytest.fixture(scope="module")
def whole(open_world: World) -> World:
    """The world with the ids of the parts that are attacked here."""
    w = open_world
    with w.acting(WORKER):
        w.ids["task"] = Task.objects.filter(case=w["case"]).values_list("id", flat=True)[0]
        w.ids["alarm"] = Alarm.objects.filter(case=w["case"]).values_list("id", flat=True)[0]
        w.ids["step"] = Step.objects.get(case=w["case"], step=cases.StepName.ASSESSMENT).id
    w.ids["declared"] = declare(w, STATISTICIAN)
    w.ids |= {"inside": w.actor(POLICE_BOSS).person_id, "above": w.actor(POLICE_ABOVE).person_id}
    with w.acting(STATISTICIAN):
        for sex, n in (("female", 40), ("male", 60)):
            facts.write(
                kind="victim", unit=("person", uuid4()), on=PartialDate(2025, 3, 2), sex=sex, age_band="adult", place="1801",
                outcome="identified", form="labour", count=n,
            )  # fmt: skip
        w.ids["release"] = release.draft_release(
            indicator="victims", period=Period.year(2025), breakdowns=["sex", "age"], by=w.actor(STATISTICIAN)
        ).id
    return w


def test_every_table_of_states_is_attacked() -> None:
    tables = {life.name: life for life in lifecycles()}
    assert set(tables) == set(ATTACKS), "a table of states without an attack, or an attack without a table"
    for name, life in tables.items():
        assert life.table is ATTACKS[name].life.transitions, name


def actions_on(name: str) -> dict[str, Callable[..., Any]]:
    """Every public action of the table's room that names a record of this lifecycle."""
    room: ModuleType = importlib.import_module(f"rumduol.{name.partition('.')[0]}.actions")
    return {
        action: function for action, function in sorted(vars(room).items())
        if inspect.isfunction(function) and not action.startswith("_") and function.__module__.startswith(room.__name__)
        and ATTACKS[name].names in inspect.signature(function).parameters
    }  # fmt: skip


def _value(attack: Attack, world: World, name: str, hint: Any) -> Any:
    """What a caller would give: said in the attack, an id of the world, or something of the type that is asked for."""
    if name == attack.names and attack.names != "step":
        return world[attack.life.kind]
    given = attack.given.get(name, attack.given.get(hint))
    if given is not None:
        return world[given] if name.endswith("_id") else given
    if name.endswith("_id"):
        return {
            "case_id": world["case"], "goal_id": world["goal"], "to_office_id": world.nation.offices["police_kandal"],
            "to_report_id": world["report_other"], "person_id": world["report_person"], "provider_id": world["provider"],
            "office_id": world.nation.offices["lotus_shelter"], "worker_id": world.actor(WORKER).person_id,
        }.get(name, world["case"])  # fmt: skip
    for kind in typing.get_args(hint) or (hint,):
        if isinstance(kind, type) and issubclass(kind, Enum):
            return next(iter(kind))
        if kind is PartialDate:
            return PartialDate.of(today())
        if kind is date:
            return today()
        if kind is datetime:
            return timezone.now() + timedelta(days=9)
        if kind is bool:
            return True
        if kind is str:
            return "x"
        if kind is int:
            return 0
    return []


def arguments(attack: Attack, world: World, function: Callable[..., Any], by: Key) -> dict[str, Any]:
    hints = typing.get_type_hints(function)
    return {"by": world.actor(by)} | {
        name: _value(attack, world, name, hints[name])
        for name, parameter in inspect.signature(function).parameters.items()
        if name != "by" and parameter.default is inspect.Parameter.empty
    }  # fmt: skip


@pytest.mark.parametrize("name", ATTACKS)
def test_no_action_leads_where_the_table_does_not(name: str, whole: World) -> None:
    """Called from code, past every page. What an action refuses it refuses by name, not by breaking."""
    attack, found = ATTACKS[name], actions_on(name)
    assert found, f"no action names {attack.names}"
    wrong, moved = [], set()
    for state in attack.life.states.values:
        with in_state(whole, attack.life, state):
            for (action, function), key in product(found.items(), attack.life.actors):
                with tried():
                    mark = transaction.savepoint()
                    try:
                        with whole.acting(key):
                            function(**arguments(attack, whole, function, key))
                    except RumduolError:
                        transaction.savepoint_rollback(mark)
                    except Exception as error:  # an action that breaks did not refuse
                        transaction.savepoint_rollback(mark)
                        wrong.append((action, state, f"{type(error).__name__}: {error}"[:160], str(key[1])))
                    after = status_of(whole, attack.life)
                if after != state:
                    moved.add((action, state, after))
                if after not in allowed(attack.life, state, ""):
                    wrong.append((action, state, after, str(key[1])))
    assert not wrong, wrong
    assert moved, "no action moved anything: the values were not good enough to prove anything"


@pytest.mark.parametrize("name", [name for name, attack in ATTACKS.items() if attack.buttons(dict.fromkeys(
    ("case", "case_closing", "closure", "goal", "task", "alarm", "release", "declared", "expense", "letter", "round"), "x"))])  # fmt: skip
def test_no_button_leads_where_the_table_does_not(name: str, whole: World) -> None:
    """Each button of the page, in every state, whether or not the page would show it there."""
    attack = ATTACKS[name]
    wrong, moved = [], set()
    for state in attack.life.states.values:
        with in_state(whole, attack.life, state):
            for key, address, sent in attack.buttons(whole):
                with tried():
                    client = browser(whole, key)
                    answer = client.post(address, sent | {"purpose": "own_work"})
                    after = status_of(whole, attack.life)
                if after != state:
                    moved.add((state, after))
                if answer.status_code >= 500 or after not in allowed(attack.life, state, ""):
                    wrong.append((address, sent, state, after, answer.status_code))
    assert not wrong, wrong
    assert moved, "no button moved anything"


def test_an_ended_state_is_left_by_no_statement_that_skips_the_actions(whole: World) -> None:
    """In bulk, as the application's own role: what was published can't be un-published in the database either."""
    life = ATTACKS["release.TRANSITIONS"].life
    with in_state(whole, life, "published"), whole.acting(STATISTICIAN), connection.cursor() as cursor:
        for state in ("draft", "check", "returned", "dropped"):
            mark = transaction.savepoint()
            with pytest.raises(DatabaseError, match="release"):
                cursor.execute(
                    "update release_release set status = %s, number = '' where id = %s", [state, whole["release"]]
                )
            transaction.savepoint_rollback(mark)
