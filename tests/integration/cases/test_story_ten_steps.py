"""A case worker walks a girl's case through the ten steps; every rule on the way is met or refused."""

from datetime import timedelta

import pytest

from rumduol.agencies.enums import Role
from rumduol.cases import actions, policies, queries, sealed
from rumduol.cases.enums import (
    ASSESSMENT,
    AlarmKind,
    CaseStatus,
    Item,
    Risk,
    Standing,
    StepName,
    StepStatus,
)  # fmt: skip
from rumduol.cases.types import PersonCoded
from rumduol.facts.models import Fact
from rumduol.shared.dates import PartialDate, today
from rumduol.shared.errors import InvalidInput, NotAllowed, WrongState
from rumduol.vault.enums import Purpose, Section

GIRL = PersonCoded(
    sex="female", age_from=15, age_to=15, nationality="VN", language="vi", found_in="180101",
    forms=("criminality_scam",), domestic="trafficking", palermo="child_trafficking", exploited_in="1801",
)  # fmt: skip


@pytest.fixture
def worker(actor_of):
    return actor_of("social_psh", Role.CASE_WORKER)


@pytest.fixture
def boss(actor_of):
    return actor_of("social_psh", Role.SUPERVISOR)


def finish(case, step, by):
    return actions.finish_step(case_id=case.id, step=step, by=by)


def see_to(case, by, *items):
    for item in items:
        actions.see_to(case_id=case.id, item=item, text=f"seen to {item}", by=by)


def visit(case, row, by, **changes):
    said = {
        "on": today(), "way": "home", "safety": "good", "occupation": "school", "health": "good", "debt": "no",
        "relations": "good", "wants_help": "no", "retrafficked": "no", "text": "she is well",
    }  # fmt: skip
    return actions.record_visit(case_id=case.id, visit_id=row.id, by=by, **(said | changes))


def kinds():
    return sorted(Fact.objects.values_list("kind", flat=True))


def test_the_ten_steps(acting, worker, boss):  # noqa: PLR0915 (a story is told in one go)
    with acting(worker):
        case = actions.open_case(
            source=("walk_in", None), standing=Standing.IDENTIFIED, person=GIRL, by=worker,
            identity={"name": "Lan Invented"}, contact={"phone": "+84912345678"}, summary="brought by a cousin",
        )  # fmt: skip
        assert case.age_band == "9-17"
        assert case.found_in == "1801"
        assert [row.step for row in queries.steps_of(case)] == list(StepName)
        assert Fact.objects.filter(kind="victim", age_band="9-17", form="criminality_scam").exists()

        with pytest.raises(WrongState, match=r"."):
            finish(case, StepName.IDENTIFICATION, worker)
        see_to(case, worker, Item.URGENT_NEEDS)
        assert finish(case, StepName.IDENTIFICATION, worker).status == StepStatus.DONE

        see_to(case, worker, Item.SAFETY_PLAN, Item.MEDICAL_PLAN)
        with pytest.raises(WrongState):
            finish(case, StepName.CRISIS, worker)  # no risk level yet
        actions.set_risk(case_id=case.id, risk=Risk.HIGH, text="the recruiter knows the village", by=worker)
        finish(case, StepName.CRISIS, worker)
        assert Fact.objects.get(kind="step", outcome="crisis").extra == {"step": 2, "days": 0, "in_time": True}

        see_to(case, worker, Item.NEEDS_MATCHED, Item.CONSENT_PER_PROVIDER, Item.SERVICE_ACCEPTED)
        finish(case, StepName.REFERRAL, worker)
        with pytest.raises(WrongState):
            finish(case, StepName.ADMISSION, worker)  # a child without custody
        custody = {
            "kind": "shelter", "decided_by": "social_affairs", "paper": "placement", "from_on": today(),
            "holder": "the house mother", "place": "", "paper_number": "12", "best_interest": "near her cousin", "by": worker, "case_id": case.id,
        }  # fmt: skip
        with pytest.raises(InvalidInput) as refused:
            actions.settle_custody(until_on=None, **custody)
        assert "until_on" in refused.value.errors
        actions.settle_custody(until_on=today() + timedelta(days=30), **custody)
        finish(case, StepName.ADMISSION, worker)

        see_to(case, worker, *ASSESSMENT[:-1])
        with pytest.raises(WrongState):
            finish(case, StepName.ASSESSMENT, worker)
        see_to(case, worker, ASSESSMENT[-1])
        finish(case, StepName.ASSESSMENT, worker)

        actions.start_step(case_id=case.id, step=StepName.PLANNING, by=worker)
        goal = actions.add_goal(case_id=case.id, area="school", text="back to grade nine", by=worker)
        with pytest.raises(WrongState):
            finish(case, StepName.PLANNING, worker)
        actions.add_task(
            case_id=case.id, goal_id=goal.id, doer="worker", due_on=today() + timedelta(days=7),
            text="talk to the school", by=worker,
        )  # fmt: skip
        said = {"case_id": case.id, "words": "I want to learn", "language": "vi", "by": worker}
        refusal = actions.answer_plan(answer="refused", best_interest="", **said)
        assert refusal.goals_then == 1
        with pytest.raises(WrongState):
            finish(case, StepName.PLANNING, worker)
        answer = actions.answer_plan(answer="agreed", best_interest="school keeps her safe", **said)
        with pytest.raises(NotAllowed):
            actions.approve_plan(answer_id=answer.id, by=worker)
        finish(case, StepName.PLANNING, worker)

        see_to(case, worker, Item.PLACE_ASSESSED, Item.RETURN_VOLUNTARY, Item.RETURN_SAFE, Item.SUPPORT_PACKAGE)
        finish(case, StepName.REINTEGRATION, worker)
        actions.start_step(case_id=case.id, step=StepName.FOLLOW_UP, by=worker)
        with pytest.raises(WrongState):  # no visit is planned yet
            finish(case, StepName.FOLLOW_UP, worker)
        visits = actions.reintegrate(case_id=case.id, on=today() - timedelta(days=40), by=worker)
        assert [v.month for v in visits] == [1, 3, 6, 12, 24]

        alarm = actions.raise_alarm(
            case_id=case.id, kind=AlarmKind.FINED, happened_on=PartialDate.of(today()), text="overstay fine", by=worker
        )
        case.refresh_from_db()
        assert {o.code for o in queries.obstacles(case, worker)} == {"alarm", "visit"}
        ask = {"case_id": case.id, "reason": "reintegrated", "informed": True, "by": worker}
        with pytest.raises(InvalidInput) as refused:
            actions.ask_closure(explanation="", **ask)
        assert len(refused.value.errors["explanation"]) == 3
        actions.handle_alarm(
            case_id=case.id, alarm_id=alarm.id, outcome="waived", text="spoke to immigration", by=worker
        )
        for row in queries.visits_of(case):
            visit(case, row, worker)
        with pytest.raises(WrongState):
            visit(case, queries.visits_of(case)[0], worker)  # a visit made is not made again
        finish(case, StepName.FOLLOW_UP, worker)

        actions.start_step(case_id=case.id, step=StepName.FEEDBACK, by=worker)
        actions.offer_feedback(case_id=case.id, way="given", words="people were kind", by=worker)
        finish(case, StepName.FEEDBACK, worker)

        closure = actions.ask_closure(explanation="", **ask)
        with pytest.raises(NotAllowed):
            actions.sign_closure(closure_id=closure.id, by=worker)
        with pytest.raises(WrongState):
            actions.ask_closure(explanation="", **ask)

    with acting(boss):
        assert {w.what for w in queries.waiting_signature(boss)} >= {"closure"}
        actions.give_back_closure(closure_id=closure.id, because="talk", by=boss)
    with acting(worker):
        closure = actions.ask_closure(explanation="", **ask)
    with acting(boss):
        closed = actions.sign_closure(closure_id=closure.id, by=boss)
        assert closed.status == CaseStatus.CLOSED
        with pytest.raises(WrongState):
            actions.sign_closure(closure_id=closure.id, by=boss)
    with acting(worker):
        case = queries.case_for(worker, case.id)
        assert all(row.status == StepStatus.DONE for row in queries.steps_of(case))
        with pytest.raises(WrongState):
            actions.add_note(case_id=case.id, kind="call", text="too late", by=worker)
        actions.reopen_case(case_id=case.id, because="asked", by=worker)
        case.refresh_from_db()
        assert case.status == CaseStatus.OPEN
        words = sealed.take(case, Section.WISHES, by=worker, purpose=Purpose.OWN_WORK)
        assert next(iter(words["feedback"].values())) == {"words": "people were kind"}
        assert len(words["plan"]) == 2
        found = kinds()
        assert found.count("step") == 10
        assert found.count("visit") == 5
        assert {"alarm", "case", "closure", "feedback", "reopening", "victim"} <= set(found)
        assert policies.can_work(case, worker)
