"""From start to decision, with the actions and the real database."""

from dataclasses import replace
from uuid import UUID

import pytest
from django.db import IntegrityError, connection, transaction

from rumduol.agencies.enums import Role
from rumduol.facts.models import Fact
from rumduol.screening import actions, queries
from rumduol.screening.enums import ScreeningStatus
from rumduol.screening.models import Conditions, Screening
from rumduol.screening.types import Decision, PersonAsked
from rumduol.shared.errors import InvalidInput, NotAllowed, Stale, WrongState
from rumduol.vault.enums import Purpose
from tests.integration.screening.people import (
    GIRL,
    GIRL_ANSWERS,
    GIRL_CONDITIONS,
    GOOD,
    MAN,
    NOT_A_VICTIM,
    PRESUMED,
    concluded,
    interviewed,
)


@pytest.fixture
def officer(actor_of, acting):
    by = actor_of("police_psh", Role.SCREENING_OFFICER)
    with acting(by):
        yield by


def test_a_girl_is_read_as_trafficked_without_a_means_and_is_identified(officer):
    screening = interviewed(officer, GIRL, GIRL_CONDITIONS, GIRL_ANSWERS)
    interview = queries.interview_of(officer, screening, purpose=Purpose.OWN_WORK)
    reading = queries.reading_of(screening, interview)
    assert (reading.palermo, reading.means) == ("child_trafficking", ())
    done = actions.conclude(screening_id=screening.id, decision=replace(PRESUMED, outcome="identified"), by=officer)
    assert (done.status, done.outcome, done.suggested) == ("concluded", "identified", "presumed")
    assert done.is_presumed
    assert done.age_band == "9-17"
    victim = Fact.objects.get(kind="victim")
    assert (victim.sex, victim.age_band, victim.palermo, victim.place) == ("female", "9-17", "trafficking", "1801")
    assert Fact.objects.get(kind="screening").outcome == "identified"


def test_no_answer_is_taken_before_the_conditions_are_recorded(officer):
    screening = actions.start(person=MAN, by=officer)
    with pytest.raises(WrongState):
        actions.answer(screening_id=screening.id, section="journey", answers={"act_moved": "yes"}, by=officer)


def test_the_database_too_refuses_answers_before_conditions(officer):
    screening = actions.start(person=MAN, by=officer)
    for change in ({"answered": 1}, {"status": ScreeningStatus.INTERVIEWING}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Screening.objects.filter(id=screening.id).update(**change)


def test_an_unmet_condition_needs_a_reason_and_is_no_block(officer):
    screening = actions.start(person=MAN, by=officer)
    poor = replace(GOOD, private_place=False)
    with pytest.raises(InvalidInput) as refused:
        actions.record_conditions(screening_id=screening.id, said=poor, by=officer)
    assert set(refused.value.errors) == {"reason"}
    actions.record_conditions(screening_id=screening.id, said=poor, reason="On the boat, no other room.", by=officer)
    assert Conditions.objects.get(screening=screening).unmet == ["private_place"]
    screening.refresh_from_db()
    assert screening.status == "interviewing"


def test_a_child_needs_somebody_beside_it_unless_the_guardian_is_suspected(officer):
    screening = actions.start(person=GIRL, by=officer)
    with pytest.raises(InvalidInput):
        actions.record_conditions(
            screening_id=screening.id, said=replace(GIRL_CONDITIONS, guardian="adult"), by=officer
        )
    said = replace(GIRL_CONDITIONS, guardian="suspect")
    assert said.unmet("child") == ()
    actions.record_conditions(screening_id=screening.id, said=said, by=officer)


def test_without_agreement_there_is_no_interview_but_a_presumption_stays_possible(officer):
    screening = actions.start(person=MAN, by=officer)
    actions.record_conditions(screening_id=screening.id, said=replace(GOOD, consent=False), by=officer)
    with pytest.raises(WrongState):
        actions.answer(screening_id=screening.id, section="journey", answers={"act_moved": "yes"}, by=officer)
    done = actions.conclude(screening_id=screening.id, decision=PRESUMED, by=officer)
    assert done.is_presumed


def test_answers_are_kept_as_given_and_silence_is_kept_as_silence(officer):
    screening = interviewed(officer)
    given = {"act_moved": "unknown", "act_border": "declined", "act_sold": ""}
    actions.answer(screening_id=screening.id, section="journey", answers=given, by=officer)
    screening.refresh_from_db()
    kept = queries.interview_of(officer, screening, purpose=Purpose.OWN_WORK)["answers"]
    assert kept == {"act_moved": "unknown", "act_border": "declined"}
    assert screening.answered == 2


def test_a_later_section_does_not_touch_an_earlier_one(officer):
    screening = interviewed(officer, answers={"act_moved": "yes"})
    actions.answer(screening_id=screening.id, section="promise", answers={"dec_job": "no"}, by=officer)
    screening.refresh_from_db()
    kept = queries.interview_of(officer, screening, purpose=Purpose.OWN_WORK)["answers"]
    assert kept == {"act_moved": "yes", "dec_job": "no"}


@pytest.mark.parametrize("answers", [{"act_moved": "maybe"}, {"dec_job": "yes"}, {"no_such": "yes"}])
def test_what_the_section_does_not_ask_is_refused_and_nothing_is_saved(officer, answers):
    screening = interviewed(officer)
    with pytest.raises(InvalidInput):
        actions.answer(screening_id=screening.id, section="journey", answers=answers, by=officer)
    screening.refresh_from_db()
    assert screening.answered == 0


def test_two_people_on_one_page_the_second_sees_what_differs(officer):
    screening = interviewed(officer)
    actions.answer(screening_id=screening.id, section="journey", answers={"act_moved": "yes"}, by=officer)
    with pytest.raises(Stale) as stale:
        actions.answer(
            screening_id=screening.id,
            section="journey",
            answers={"act_moved": "no"},
            by=officer,
            revision=screening.revision,
        )
    assert stale.value.differences == {"act_moved": ("yes", "no")}


def test_pause_stop_and_going_on_when_the_person_asks(officer):
    screening = interviewed(officer)
    assert actions.pause(screening_id=screening.id, by=officer).status == "paused"
    assert actions.resume(screening_id=screening.id, by=officer).status == "interviewing"
    assert actions.stop(screening_id=screening.id, by=officer).status == "stopped"
    assert actions.stop(screening_id=screening.id, by=officer).status == "stopped"
    assert actions.resume(screening_id=screening.id, by=officer).status == "interviewing"


def test_differing_from_the_reading_takes_a_reason(officer):
    screening = interviewed(officer, GIRL, GIRL_CONDITIONS, GIRL_ANSWERS)
    with pytest.raises(InvalidInput) as refused:
        actions.conclude(screening_id=screening.id, decision=replace(NOT_A_VICTIM, reason=" "), by=officer)
    assert set(refused.value.errors) == {"reason"}
    done = actions.conclude(screening_id=screening.id, decision=NOT_A_VICTIM, by=officer)
    assert (done.suggested, done.outcome) == ("presumed", "no_indication")
    assert not Fact.objects.filter(kind="victim").exists()


@pytest.mark.parametrize(
    "wrong",
    [{"outcome": "victim"}, {"palermo": ""}, {"domestic": "maybe"}, {"forms": ("slavery_of_the_mind",)}, {"forms": ()}],
)
def test_a_decision_with_what_no_list_has_is_refused(officer, wrong):
    screening = interviewed(officer)
    with pytest.raises(InvalidInput):
        actions.conclude(screening_id=screening.id, decision=replace(PRESUMED, **wrong), by=officer)


def test_only_agencies_with_the_mandate_identify(actor_of, acting):
    ngo = actor_of("lotus_shelter", Role.CASE_WORKER)
    with acting(ngo):
        screening = interviewed(ngo)
        with pytest.raises(NotAllowed):
            actions.conclude(screening_id=screening.id, decision=replace(PRESUMED, outcome="identified"), by=ngo)
        assert actions.conclude(screening_id=screening.id, decision=PRESUMED, by=ngo).is_presumed


def test_the_database_too_refuses_an_identification_without_mandate(actor_of, acting):
    ngo = actor_of("lotus_shelter", Role.CASE_WORKER)
    with acting(ngo):
        screening = concluded(ngo, PRESUMED)
        with pytest.raises(Exception, match="row-level security"), transaction.atomic():
            Screening.objects.filter(id=screening.id).update(outcome="identified", mandated=True)


def test_presuming_opens_services_before_the_interview_ends(officer):
    screening = interviewed(officer)
    actions.presume(screening_id=screening.id, reason="Beaten, papers gone.", by=officer)
    actions.presume(screening_id=screening.id, reason="Beaten, papers gone.", by=officer)
    screening.refresh_from_db()
    assert (screening.status, screening.is_presumed) == ("interviewing", True)
    assert Fact.objects.filter(kind="victim").count() == 1
    done = actions.conclude(screening_id=screening.id, decision=PRESUMED, by=officer)
    assert done.presumed_at == screening.presumed_at


def test_a_presumption_that_is_not_upheld_no_longer_counts(officer):
    screening = interviewed(officer)
    actions.presume(screening_id=screening.id, reason="Beaten, papers gone.", by=officer)
    done = actions.conclude(screening_id=screening.id, decision=NOT_A_VICTIM, by=officer)
    assert not done.is_presumed
    standing = Fact.objects.filter(kind="victim", corrected_by__isnull=True)
    assert [fact.count for fact in standing] == [0]


def test_concluding_twice_is_once(officer):
    screening = concluded(officer)
    again = actions.conclude(screening_id=screening.id, decision=NOT_A_VICTIM, by=officer)
    assert again.revision == screening.revision
    assert Fact.objects.filter(kind="screening").count() == 1


def test_the_form_sent_twice_starts_one_screening(officer):
    key = UUID("6f2a3f8e-6c5e-4d8e-9a53-0d9f2b6a7c11")
    first = actions.start(person=MAN, by=officer, screening_id=key)
    second = actions.start(person=MAN, by=officer, screening_id=key)
    assert first.id == second.id


@pytest.mark.parametrize("wrong", [{"sex": "f"}, {"nationality": "XX"}, {"sex": ""}])
def test_codes_that_no_list_has_are_refused(officer, wrong):
    with pytest.raises(InvalidInput):
        actions.start(person=replace(PersonAsked(), **wrong), by=officer)


def test_nothing_typed_stands_in_the_rows(officer):
    name, reason = "ឈ្មោះសម្ងាត់ប្រឌិត", "a sentence that must stay sealed"
    screening = interviewed(officer, person=replace(MAN, name=name), answers={"des_violence": "yes"})
    decision = Decision(outcome="presumed", palermo="trafficking", domestic="none", forms=("labour",), reason=reason)
    actions.conclude(screening_id=screening.id, decision=decision, by=officer)
    with connection.cursor() as cursor:
        cursor.execute(
            "select row_to_json(s)::text from screening_screening s union all select body from audit_auditevent"
        )
        stored = "\n".join(row[0] for row in cursor.fetchall())
    for canary in (name, reason, "des_violence"):
        assert canary not in stored
    assert queries.name_of(officer, screening, purpose=Purpose.OWN_WORK) == name


def test_an_age_that_comes_out_changes_the_reading_and_an_empty_name_keeps_the_name(officer):
    screening = interviewed(officer, person=replace(MAN, years=None), conditions=GIRL_CONDITIONS, answers=GIRL_ANSWERS)
    interview = queries.interview_of(officer, screening, purpose=Purpose.OWN_WORK)
    assert queries.reading_of(screening, interview).palermo == "child_trafficking"
    now = replace(MAN, name="", years=31)
    corrected = actions.correct_person(screening_id=screening.id, person=now, revision=screening.revision, by=officer)
    assert (corrected.age_group, corrected.age_band) == ("adult", "30-38")
    assert queries.reading_of(corrected, interview).palermo == "not_trafficking"
    assert queries.name_of(officer, corrected, purpose=Purpose.OWN_WORK) == MAN.name
    with pytest.raises(Stale):
        actions.correct_person(screening_id=screening.id, person=now, revision=screening.revision, by=officer)


def test_after_the_decision_the_person_stands_as_they_were(officer):
    screening = concluded(officer)
    with pytest.raises(WrongState):
        actions.correct_person(screening_id=screening.id, person=MAN, revision=screening.revision, by=officer)
