"""Who sees a screening: in Python, and again with the Python filter off, by the database alone."""

from datetime import timedelta

import pytest
from django.utils import timezone

from rumduol.agencies.enums import Role
from rumduol.notices import queries as notices
from rumduol.screening import actions, queries
from rumduol.screening.models import Conditions, Group, Screening, SecondLook
from rumduol.shared.errors import NotThere
from rumduol.vault.enums import Purpose
from rumduol.vault.types import NoKey
from tests.integration.screening.people import GIRL_ANSWERS, GOOD, MAN, NOT_A_VICTIM, PRESUMED, concluded
from tests.nation import link_chain_now

OTHERS = [
    ("police_kandal", Role.SCREENING_OFFICER),
    ("police_pp", Role.INVESTIGATOR),
    ("social_psh", Role.CASE_WORKER),
    ("lotus_shelter", Role.SUPERVISOR),
    ("police_national", Role.ADMINISTRATOR),
    ("police_national", Role.AUDITOR),
    ("statistics", Role.STATISTICIAN),
    ("committee", Role.NATIONAL_COORDINATOR),
]


@pytest.fixture
def officer(actor_of):
    return actor_of("police_psh", Role.SCREENING_OFFICER)


@pytest.fixture(scope="module")
def screening(ground):
    officer = ground.members["police_psh", Role.SCREENING_OFFICER].actor
    with ground.acting("police_psh", Role.SCREENING_OFFICER):
        made = concluded(officer, NOT_A_VICTIM, answers=GIRL_ANSWERS)
        actions.request_second_look(screening_id=made.id, asked_by="person", reason="", by=officer)
        group = actions.start_group(expected=2, nationality="KH", place="", by=officer)
        actions.record_group_conditions(group_id=group.id, said=GOOD, by=officer)
    link_chain_now()
    return made


@pytest.mark.parametrize(("office", "role"), OTHERS)
def test_another_office_sees_nothing(screening, actor_of, acting, office, role):
    stranger = actor_of(office, role)
    with acting(stranger):
        with pytest.raises(NotThere):
            queries.screening_for(stranger, screening.id)
        with pytest.raises(NotThere):
            queries.lock_screening(stranger, screening.id)
        assert not queries.all_screenings(stranger).exists()
        assert not queries.queue(stranger).exists()


@pytest.mark.parametrize(("office", "role"), OTHERS)
def test_the_database_alone_shows_nothing_either(screening, actor_of, acting, office, role):
    with acting(actor_of(office, role)):
        for model in (Screening, Conditions, Group, SecondLook):
            assert model.objects.count() == 0


def test_nobody_without_a_session_sees_anything(screening, acting):
    with acting(None):
        for model in (Screening, Conditions, Group, SecondLook):
            assert model.objects.count() == 0


def test_a_stranger_changes_nothing(screening, actor_of, acting):
    with acting(actor_of("police_kandal", Role.SCREENING_OFFICER)):
        assert Screening.objects.filter(id=screening.id).update(sex="other") == 0


def test_nobody_writes_into_another_office(screening, officer, acting, nation):
    with acting(officer), pytest.raises(Exception, match="row-level security"):
        Group.objects.create(
            office_id=nation.offices["police_kandal"], number="G-26-AAAAAA", expected=1, started_by_id=officer.person_id
        )


def test_the_supervisor_above_sees_the_coded_row_and_opens_nothing(screening, actor_of, acting):
    above = actor_of("police_national", Role.SUPERVISOR)
    with acting(above):
        seen = queries.screening_for(above, screening.id)
        assert seen.outcome == "no_indication"
        with pytest.raises(NoKey):
            queries.interview_of(above, seen, purpose=Purpose.SUPERVISION)
        with pytest.raises(NotThere):
            queries.lock_screening(above, screening.id)


def test_a_key_that_exists_elsewhere_answers_as_if_it_did_not(screening, actor_of, acting):
    stranger = actor_of("police_kandal", Role.SCREENING_OFFICER)
    with acting(stranger), pytest.raises(NotThere):
        actions.start(person=MAN, by=stranger, screening_id=screening.id)


class TestPassedOn:
    """The person agrees: the provincial social office sees the interview and need not ask again."""

    @pytest.fixture
    def passed(self, officer, acting, nation):
        with acting(officer):
            made = concluded(officer, PRESUMED, answers=GIRL_ANSWERS)
            for _ in range(2):
                actions.pass_on(
                    screening_id=made.id,
                    to_office_id=nation.offices["social_psh"],
                    sections=["interview"],
                    agreed=True,
                    until=timezone.now() + timedelta(days=30),
                    by=officer,
                )
        return made

    def test_the_service_sees_what_was_agreed_and_no_more(self, passed, actor_of, acting):
        worker = actor_of("social_psh", Role.CASE_WORKER)
        with acting(worker):
            seen = queries.screening_for(worker, passed.id)
            assert queries.interview_of(worker, seen, purpose=Purpose.REFERRAL)["answers"] == GIRL_ANSWERS
            with pytest.raises(NoKey):
                queries.name_of(worker, seen, purpose=Purpose.REFERRAL)

    def test_the_service_is_told(self, passed, actor_of, acting):
        worker = actor_of("social_psh", Role.CASE_WORKER)
        with acting(worker):
            assert [(n.kind, n.number) for n in notices.unread(worker)] == [("screening_signs", passed.number)]

    def test_the_service_changes_nothing(self, passed, actor_of, acting):
        worker = actor_of("social_psh", Role.CASE_WORKER)
        with acting(worker), pytest.raises(NotThere):
            actions.request_second_look(screening_id=passed.id, asked_by="service", reason="", by=worker)

    def test_others_still_see_nothing(self, passed, actor_of, acting):
        with acting(actor_of("social_kandal", Role.CASE_WORKER)):
            assert Screening.objects.count() == 0

    def test_passing_on_twice_shares_once(self, passed, officer, acting, nation):
        with acting(officer):
            assert queries.passed_on_to(passed) == [nation.offices["social_psh"]]

    def test_taken_back_the_service_sees_nothing_at_the_next_request(self, passed, officer, actor_of, acting, nation):
        worker = actor_of("social_psh", Role.CASE_WORKER)
        with acting(officer):
            for _ in range(2):
                actions.take_back(screening_id=passed.id, office_id=nation.offices["social_psh"], by=officer)
            assert queries.passed_on_to(passed) == []
            assert queries.interview_of(officer, passed, purpose=Purpose.OWN_WORK)["answers"] == GIRL_ANSWERS
        with acting(worker):
            assert Screening.objects.count() == 0
            with pytest.raises(NotThere):
                queries.screening_for(worker, passed.id)
            with pytest.raises(NoKey):
                queries.interview_of(worker, passed, purpose=Purpose.REFERRAL)
