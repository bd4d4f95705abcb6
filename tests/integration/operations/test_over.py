"""What came of it: counted once, seen by the office, and the people found go straight to screening as found together."""

from dataclasses import replace
from datetime import timedelta
from importlib import import_module
from typing import Any

import pytest
from django.utils import timezone

from rumduol.agencies.enums import Role
from rumduol.facts.models import Fact
from rumduol.operations import actions, queries
from rumduol.operations.enums import EXPENSE_TRANSITIONS, TRANSITIONS
from rumduol.operations.leak_views import gathered
from rumduol.operations.models import Operation
from rumduol.operations.types import Found, Result
from rumduol.screening import actions as screening
from rumduol.screening import queries as screenings
from rumduol.screening.questionnaire import CURRENT_FAST, load
from rumduol.screening.types import PersonAsked
from rumduol.shared.dates import today
from rumduol.shared.errors import InvalidInput, NotAllowed, NotThere, WrongState
from rumduol.vault.types import NoKey
from tests.integration.operations import plans
from tests.integration.operations.conftest import Place
from tests.integration.operations.plans import APPROVER, COLLEAGUE, MAKER, SECOND, TOLD
from tests.integration.screening.people import GOOD

KANDAL = ("police_kandal", Role.INVESTIGATOR)
INTEGRITY = ("integrity", Role.INTEGRITY_OFFICER)


def test_it_is_counted_when_it_is_over_and_not_before(place: Place) -> None:
    operation = place.approved()
    with place.acting(MAKER):
        actions.begin(operation_id=operation.id, by=place.actor(MAKER))
        kinds = ["operation", "operation_person", "premises", "cooperation"]
        assert Fact.objects.filter(kind__in=kinds).count() == 0
        result = replace(plans.RESULT, joint_country="VN", phones_off=True)
        actions.finish(operation_id=operation.id, result=result, by=place.actor(MAKER))
        rows = {kind: list(Fact.objects.filter(kind=kind)) for kind in kinds}
    (one,) = rows["operation"]
    assert (one.outcome, one.place, one.extra, one.agency_kind, one.agency_province) == (
        "found_people", "1801", {"leak_suspected": True}, "police", "18",
    )  # fmt: skip
    people = {(fact.outcome, fact.sex, fact.age_band): fact.count for fact in rows["operation_person"]}
    assert people == {
        ("victim", "female", "adult"): 4, ("victim", "female", "child"): 2, ("suspect", "male", "adult"): 3
    }  # fmt: skip
    assert [fact.outcome for fact in rows["premises"]] == ["closed_for_good"]
    assert [(fact.outcome, fact.place) for fact in rows["cooperation"]] == [("joint_operation", "VN")]


def test_the_office_sees_it_when_it_is_over_and_the_plan_stays_with_its_readers(place: Place) -> None:
    operation = place.over()
    with place.acting(COLLEAGUE):
        by = place.actor(COLLEAGUE)
        seen = queries.operation_for(by, operation.id)
        found = queries.found_in(by, seen.id)
        assert (found.everybody, found.victims, found.suspects, found.others) == (9, 6, 3, 0)
        assert queries.words_of(by, seen)["mismatch"] == "The report said twelve people"
        assert sorted(queries.words_of(by, seen)["items"].values()) == [
            "Black telephones, locker 4", "Six passports, with the lieutenant"
        ]  # fmt: skip
        assert queries.reports_of(seen) == [place.report_id]
        with pytest.raises(NotThere):
            queries.open_plan(by, seen)
    for stranger in (TOLD, KANDAL, ("social_psh", Role.SUPERVISOR)):
        with place.acting(stranger):
            assert Operation.objects.count() == 0
            with pytest.raises(NotThere):
                queries.found_in(place.actor(stranger), operation.id)
    with place.acting(SECOND):  # the office above sees that it was, and not the words
        above = place.actor(SECOND)
        with pytest.raises(NoKey):
            queries.words_of(above, queries.operation_for(above, operation.id))


def test_people_found_go_to_screening_as_people_found_together(place: Place) -> None:
    operation = place.over()
    by = place.actor(COLLEAGUE)
    with place.acting(COLLEAGUE):
        group_id = actions.to_screening(operation_id=operation.id, by=by)
        assert actions.to_screening(operation_id=operation.id, by=by) == group_id, "asked twice, there is one group"
        group = screenings.group_for(by, group_id)
        assert (group.expected, group.nationality, group.place) == (9, "VN", "1801")
        screening.record_group_conditions(group_id=group_id, said=GOOD, by=by)
        no = {question.code: "no" for question in load(CURRENT_FAST).questions}
        yes = no | {next(iter(no)): "yes"}
        made = [
            screening.answer_fast(
                group_id=group_id, person=PersonAsked(sex=sex, years=20, nationality="VN"), answers=answers, by=by
            )
            for sex, answers in (("female", yes), ("male", no))
        ]
        found = queries.found_in(by, operation.id)
        assert [row.id for row in found.screenings] == [row.id for row in made]
        assert [row.status for row in found.screenings] == ["flagged", "concluded"]
        assert screenings.found_together(by, made[0]) == [made[1]], "companions are linked"
    with place.acting(("police_national", Role.INVESTIGATOR)), pytest.raises(NotThere):
        actions.to_screening(operation_id=operation.id, by=place.actor(("police_national", Role.INVESTIGATOR)))


IMPOSSIBLE: tuple[tuple[dict[str, Any], str], ...] = (
    ({"outcome": "called_off", "people": ()}, "outcome"),
    ({"place": "00"}, "place"),
    ({"premises": "burnt"}, "premises"),
    ({"premises": "closed_for_a_time"}, "premises_until"),
    ({"premises": "warned", "premises_until": today() + timedelta(days=9)}, "premises_until"),
    ({"people": ()}, "people"),
    ({"outcome": "premises_empty"}, "people"),
    ({"people": (Found("victim", "x"),)}, "people"),
    ({"people": (Found("victim", count=0),)}, "people"),
    ({"people": (Found("victim", count=2001),)}, "people"),
    ({"joint_country": "XX"}, "joint_country"),
    ({"joint_country": "KH"}, "joint_country"),
)


def test_results_that_cannot_be_are_refused_by_field(place: Place) -> None:
    operation = place.approved()
    with place.acting(MAKER):
        actions.begin(operation_id=operation.id, by=place.actor(MAKER))
        for more, field in IMPOSSIBLE:
            with pytest.raises(InvalidInput) as error:
                actions.finish(operation_id=operation.id, result=replace(plans.RESULT, **more), by=place.actor(MAKER))
            assert set(error.value.errors) == {field}, more
        assert Operation.objects.get(id=operation.id).status == "under_way"
        place.refused("update operations_operation set status = 'over' where id = %s", operation.id)
        place.refused("update operations_operation set status = 'draft' where id = %s", operation.id)


def test_the_order_of_steps_is_kept(place: Place) -> None:
    operation = place.drafted()
    with place.acting(MAKER):
        by = place.actor(MAKER)
        with pytest.raises(WrongState):
            actions.begin(operation_id=operation.id, by=by)
        with pytest.raises(WrongState):
            actions.finish(operation_id=operation.id, result=plans.RESULT, by=by)
        with pytest.raises(WrongState):
            actions.to_screening(operation_id=operation.id, by=by)
        actions.call_off(operation_id=operation.id, reason="mistake", by=by)
        assert Fact.objects.filter(kind="operation").count() == 0, "a draft that was dropped is nobody's figure"
    with place.acting(COLLEAGUE):
        assert not Operation.objects.filter(id=operation.id).exists(), "nor the office's"


def test_called_off_after_approval_is_counted_with_its_sign_of_a_leak(place: Place) -> None:
    operation = place.approved()
    with place.acting(APPROVER):
        actions.call_off(operation_id=operation.id, reason="empty", by=place.actor(APPROVER))
        fact = Fact.objects.get(kind="operation")
        assert (fact.outcome, fact.extra, fact.place) == ("called_off", {"leak_suspected": True}, "")


def test_the_database_knows_the_same_steps() -> None:
    walls = import_module("rumduol.operations.migrations.0002_walls")
    for steps, table in ((walls.STEPS, TRANSITIONS), (walls.EXPENSE_STEPS, EXPENSE_TRANSITIONS)):
        assert set(steps) == {f"{old.value} {new.value}" for old, follow in table.items() for new in follow}


def test_who_knew_is_given_to_integrity_officers_alone(place: Place, nation: Any) -> None:
    told = replace(place.plan().tell[0], at=timezone.now() - timedelta(hours=3))
    empty = Result(outcome="premises_empty", place="1801", emptied_since=True)
    operation = place.over(empty, tell=(told,))
    for key in nation.members:
        if key[1] != Role.INTEGRITY_OFFICER:
            with place.acting(key):
                assert queries.who_knew(place.actor(key)) == [], key
    with place.acting(INTEGRITY):
        rows = queries.who_knew(place.actor(INTEGRITY))
        assert Operation.objects.count() == 0, "the analysis and no operation"
    assert {row.operation_id for row in rows} == {operation.id}
    people = {row.person_id for row in rows if row.person_id}
    assert people == {place.actor(MAKER).person_id, place.actor(APPROVER).person_id}, "who signed has not read"
    assert [row.mark for row in rows if row.mark] == [queries.mark_of(nation.offices["social_psh"])]
    (outcome,), _planners = gathered(rows)
    office = f"office {queries.mark_of(nation.offices['social_psh']).hex()}"
    assert outcome.sign
    assert 2.9 < outcome.knew[office] < 3.2


def test_finishing_is_for_the_office_that_planned(place: Place) -> None:
    operation = place.approved()
    with place.acting(APPROVER):
        with pytest.raises(NotAllowed):
            actions.begin(operation_id=operation.id, by=place.actor(APPROVER))
        place.refused("update operations_operation set outcome = 'found_people' where id = %s", operation.id)


def test_a_criminal_case_is_opened_from_an_operation_that_is_over_and_from_no_other(place: Place) -> None:
    by = place.actor(MAKER)
    waits, over = place.approved(), place.over()
    with place.acting(MAKER):
        assert queries.over_operation_for(by, over.id).outcome == "found_people"
        with pytest.raises(NotThere):  # nothing outside the plan may name it before
            queries.over_operation_for(by, waits.id)
    with place.acting(KANDAL), pytest.raises(NotThere):
        queries.over_operation_for(place.actor(KANDAL), over.id)
