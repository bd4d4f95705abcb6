"""A plan, and an operation brought as far as a test wants, by the people of one province."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone

from rumduol.access.types import Actor
from rumduol.agencies.enums import Role
from rumduol.operations import actions, queries
from rumduol.operations.models import Operation
from rumduol.operations.types import Found, Item, Plan, Result, TeamMember, ToTell

MAKER = ("police_psh", Role.INVESTIGATOR)
APPROVER = ("police_psh", Role.SUPERVISOR)
SECOND = ("police_national", Role.SUPERVISOR)
TOLD = ("social_psh", Role.CASE_WORKER)
COLLEAGUE = ("police_psh", Role.SCREENING_OFFICER)
Acting = Callable[[tuple[str, Role]], AbstractContextManager[None]]
ActorOf = Callable[[tuple[str, Role]], Actor]
TEAM = (
    TeamMember("lead", "Captain Invented"),
    TeamMember("child", "Officer Invented"),
    TeamMember("social", "Social Invented"),
)


def plan(report_id: UUID, office_id: UUID, **more: Any) -> Plan:
    """Tomorrow, with children expected and everything that this asks for."""
    hour = timezone.now() + timedelta(hours=20)
    usual = Plan(
        hour=hour, place="1801", address="The blue gate", aim="Nine people behind the gate", team=TEAM, reserve="Two cars",
        people=9, children=True, child_place="The house of the lotus", languages="Vietnamese", reports=(report_id,),
        tell=(ToTell(office_id, hour - timedelta(minutes=15), "Send two people to the district office."),),
    )  # fmt: skip
    return replace(usual, **more)


def named(
    operation: Operation, reader: tuple[str, Role], second: tuple[str, Role], acting: Acting, actor: ActorOf
) -> Any:
    """The maker names somebody, another confirms."""
    with acting(MAKER):
        row = actions.name_reader(
            operation_id=operation.id, person_id=actor(reader).person_id, second_id=actor(second).person_id, until=None,
            by=actor(MAKER),
        )  # fmt: skip
    with acting(second):
        return actions.confirm_reader(reader_id=row.id, by=actor(second))


def drafted(the_plan: Plan, acting: Acting, actor: ActorOf) -> Operation:
    with acting(MAKER):
        return actions.draft_plan(plan=the_plan, by=actor(MAKER))


def approved(the_plan: Plan, acting: Acting, actor: ActorOf) -> Operation:
    """Drafted, its approver named by two, and approved."""
    operation = drafted(the_plan, acting, actor)
    named(operation, APPROVER, SECOND, acting, actor)
    with acting(APPROVER):
        return actions.approve(operation_id=operation.id, version=1, by=actor(APPROVER))


RESULT = Result(
    outcome="found_people", place="1801", emptied_since=False, premises="closed_for_good",
    people=(
        Found("victim", "female", "adult", "VN", 4), Found("victim", "female", "child", "VN", 2), Found("suspect", "male", "adult", "KH", 3),
    ),
    items=(Item("phone", 11, "Black telephones, locker 4"), Item("passport", 6, "Six passports, with the lieutenant")),
    mismatch="The report said twelve people", course="The gate was open",
)  # fmt: skip


def over(the_plan: Plan, acting: Acting, actor: ActorOf, result: Result = RESULT) -> Operation:
    operation = approved(the_plan, acting, actor)
    with acting(MAKER):
        actions.begin(operation_id=operation.id, by=actor(MAKER))
        actions.finish(operation_id=operation.id, result=result, by=actor(MAKER))
        return queries.operation_for(actor(MAKER), operation.id)
