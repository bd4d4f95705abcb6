"""Seventy-five people at a border: eight questions each."""

from dataclasses import replace
from uuid import uuid4

import pytest

from rumduol.agencies.enums import Role
from rumduol.facts.models import Fact
from rumduol.screening import actions, queries
from rumduol.screening.models import Screening
from rumduol.screening.questionnaire import load
from rumduol.screening.types import PersonAsked
from rumduol.shared.errors import InvalidInput, WrongState
from tests.integration.screening.people import GOOD, PRESUMED

NO_SIGN = {q.code: "no" for q in load("fast-1").questions}
TRAVELLER = PersonAsked(sex="male", age_group="adult", nationality="KH")


@pytest.fixture
def officer(actor_of, acting):
    by = actor_of("immigration_poipet", Role.SCREENING_OFFICER)
    with acting(by):
        yield by


@pytest.fixture
def group(officer):
    made = actions.start_group(expected=75, nationality="KH", place="0110", by=officer)
    return actions.record_group_conditions(group_id=made.id, said=GOOD, by=officer)


def ask(group, by, **answers):
    return actions.answer_fast(group_id=group.id, person=TRAVELLER, answers=NO_SIGN | answers, by=by)


def test_people_are_asked_in_a_row_and_found_together(group, officer):
    first, second = ask(group, officer), ask(group, officer)
    assert (first.position, second.position) == (1, 2)
    assert [s.id for s in queries.found_together(officer, first)] == [second.id]
    progress = queries.group_progress(group)
    assert (progress.asked, progress.expected, progress.next_position) == (2, 75, 3)


def test_no_sign_ends_there_and_can_be_looked_at_twice(group, officer):
    done = ask(group, officer)
    assert (done.status, done.outcome) == ("concluded", "no_indication")
    assert Fact.objects.get(kind="screening").extra["mode"] == "fast"
    actions.request_second_look(screening_id=done.id, asked_by="person", reason="", by=officer)


@pytest.mark.parametrize("code", sorted(NO_SIGN))
def test_any_sign_flags_a_full_interview(group, officer, code):
    flagged = ask(group, officer, **{code: "yes"})
    assert (flagged.status, flagged.outcome) == ("flagged", "")
    assert flagged.id in {s.id for s in queries.queue(officer)}


@pytest.mark.parametrize("silence", ["unknown", "declined"])
def test_silence_to_half_of_the_questions_clears_nobody(group, officer, silence):
    quiet = ask(group, officer, **dict.fromkeys(sorted(NO_SIGN)[:4], silence))
    assert quiet.status == "flagged"


def test_a_flagged_person_is_asked_in_full_under_conditions_of_their_own(group, officer):
    flagged = ask(group, officer, fast_hurt="yes")
    full = actions.take_up_full(screening_id=flagged.id, by=officer)
    assert (full.mode, full.status, full.questionnaire) == ("full", "planned", "full-1")
    with pytest.raises(WrongState):
        actions.answer(screening_id=full.id, section="journey", answers={"act_moved": "yes"}, by=officer)
    actions.record_conditions(screening_id=full.id, said=GOOD, by=officer)
    actions.answer(screening_id=full.id, section="journey", answers={"act_moved": "yes"}, by=officer)
    done = actions.conclude(screening_id=full.id, decision=PRESUMED, by=officer)
    assert done.is_presumed
    interview = queries.interview_of(officer, done)
    assert interview["fast"]["fast_hurt"] == "yes"
    assert interview["answers"] == {"act_moved": "yes"}


def test_every_question_has_an_answer(group, officer):
    answers = dict(NO_SIGN)
    del answers["fast_pay"]
    with pytest.raises(InvalidInput) as refused:
        actions.answer_fast(group_id=group.id, person=TRAVELLER, answers=answers, by=officer)
    assert set(refused.value.errors) == {"fast_pay"}
    assert not Screening.objects.filter(group=group).exists()


def test_the_same_person_sent_twice_is_one_person(group, officer):
    key = uuid4()
    for _ in range(2):
        actions.answer_fast(group_id=group.id, person=TRAVELLER, answers=NO_SIGN, by=officer, screening_id=key)
    assert queries.group_progress(group).asked == 1


def test_nobody_is_asked_before_the_conditions(officer):
    group = actions.start_group(expected=3, nationality="KH", place="", by=officer)
    with pytest.raises(WrongState):
        ask(group, officer)


def test_nobody_is_asked_after_the_end(group, officer):
    actions.end_group(group_id=group.id, by=officer)
    actions.end_group(group_id=group.id, by=officer)
    with pytest.raises(WrongState):
        ask(group, officer)


@pytest.mark.parametrize("expected", [0, -1, 2001])
def test_a_group_is_of_one_to_two_thousand(officer, expected):
    with pytest.raises(InvalidInput):
        actions.start_group(expected=expected, nationality="KH", place="", by=officer)


def test_a_group_that_did_not_agree_is_not_asked(officer):
    group = actions.start_group(expected=3, nationality="KH", place="", by=officer)
    actions.record_group_conditions(group_id=group.id, said=replace(GOOD, consent=False), by=officer)
    with pytest.raises(WrongState):
        ask(group, officer)
