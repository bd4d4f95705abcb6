"""A negative result can be looked at twice, by somebody else."""

from dataclasses import replace

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from rumduol.agencies.enums import Role
from rumduol.facts.models import Fact
from rumduol.notices import queries as notices
from rumduol.screening import actions, queries
from rumduol.screening.models import SecondLook
from rumduol.shared.errors import InvalidInput, NotAllowed, WrongState
from tests.integration.screening.people import NOT_A_VICTIM, PRESUMED, concluded


@pytest.fixture
def officer(actor_of):
    return actor_of("police_psh", Role.SCREENING_OFFICER)


@pytest.fixture
def colleague(actor_of):
    return actor_of("police_psh", Role.INVESTIGATOR)


@pytest.fixture
def asked(officer, acting):
    """A man who said that he is no victim; somebody asks for a second look."""
    with acting(officer):
        screening = concluded(officer)
        actions.request_second_look(
            screening_id=screening.id, asked_by="colleague", reason="Same house as the girl.", by=officer
        )
    return screening


def test_the_man_who_answers_not_a_victim_is_presumed_by_a_second_officer(asked, colleague, acting):
    with acting(colleague):
        assert [look.screening_id for look in queries.second_looks(colleague)] == [asked.id]
        done = actions.review(screening_id=asked.id, decision=PRESUMED, by=colleague)
        assert (done.status, done.outcome, done.is_presumed) == ("reviewed", "presumed", True)
        look = SecondLook.objects.get(screening=asked)
        assert (look.first_outcome, look.outcome) == ("no_indication", "presumed")
        assert list(queries.second_looks(colleague)) == []
    facts = Fact.objects.filter(kind="screening").order_by("recorded_on", "outcome")
    assert {f.outcome for f in facts} == {"no_indication", "presumed"}
    assert Fact.objects.get(kind="screening", corrected_by__isnull=True).outcome == "presumed"
    assert Fact.objects.filter(kind="victim").count() == 1


def test_colleagues_are_told_and_the_one_who_asked_is_not(asked, officer, colleague, acting):
    with acting(colleague):
        assert [(n.kind, n.record_id) for n in notices.unread(colleague)] == [("second_look_wanted", asked.id)]
    with acting(officer):
        assert notices.unread_count(officer) == 0


def test_the_first_officer_cannot_give_the_second_look(asked, officer, acting):
    with acting(officer):
        assert list(queries.second_looks(officer)) == []
        with pytest.raises(NotAllowed):
            actions.review(screening_id=asked.id, decision=PRESUMED, by=officer)


def test_the_database_too_refuses_the_first_officer(asked, officer, acting):
    with acting(officer), pytest.raises(IntegrityError, match="second_look_by_another_person"), transaction.atomic():
        SecondLook.objects.filter(screening=asked).update(
            reviewed_by_id=officer.person_id, reviewed_at=timezone.now(), outcome="no_indication"
        )


def test_asking_twice_asks_once(asked, officer, acting):
    with acting(officer):
        actions.request_second_look(screening_id=asked.id, asked_by="person", reason="", by=officer)
        assert SecondLook.objects.filter(screening=asked).count() == 1


def test_a_second_look_always_says_why(asked, colleague, acting):
    with acting(colleague), pytest.raises(InvalidInput) as refused:
        actions.review(screening_id=asked.id, decision=replace(PRESUMED, reason=""), by=colleague)
    assert set(refused.value.errors) == {"reason"}


def test_reviewing_twice_is_once(asked, colleague, acting):
    with acting(colleague):
        actions.review(screening_id=asked.id, decision=PRESUMED, by=colleague)
        actions.review(screening_id=asked.id, decision=PRESUMED, by=colleague)
        assert SecondLook.objects.filter(screening=asked).count() == 1


def test_upheld_it_can_be_looked_at_a_third_time_by_yet_another(asked, colleague, officer, acting):
    with acting(colleague):
        actions.review(screening_id=asked.id, decision=NOT_A_VICTIM, by=colleague)
    with acting(officer):
        look = actions.request_second_look(screening_id=asked.id, asked_by="person", reason="", by=officer)
        assert look.first_decided_by_id == colleague.person_id


def test_there_is_no_second_look_at_a_presumption(officer, acting):
    with acting(officer):
        screening = concluded(officer, PRESUMED)
        with pytest.raises(WrongState):
            actions.request_second_look(screening_id=screening.id, asked_by="person", reason="", by=officer)
