"""Who can reach a case: Python, then the database alone, then the sealed words in the stored rows."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.apps import apps
from django.db import ProgrammingError, connection, transaction
from django.utils import timezone

from rumduol.access import actions as access
from rumduol.agencies.enums import Role
from rumduol.cases import actions, queries, sealed
from rumduol.cases.enums import Standing
from rumduol.cases.models import Case, Closure, Note, Step
from rumduol.cases.types import PersonCoded
from rumduol.facts.models import Fact
from rumduol.screening import actions as screenings
from rumduol.screening.types import PersonAsked
from rumduol.shared.dates import PartialDate, today
from rumduol.shared.errors import InvalidInput, NotAllowed, NotThere, Stale
from rumduol.vault import search
from rumduol.vault.enums import Purpose, Section
from rumduol.vault.types import NoKey

CANARY = "canary-4f7e"
ADULT = PersonCoded(sex="male", age_from=30, age_to=30, nationality="KH", forms=("labour_fishing",))


@pytest.fixture
def worker(actor_of):
    return actor_of("social_psh", Role.CASE_WORKER)


@pytest.fixture
def boss(actor_of):
    return actor_of("social_psh", Role.SUPERVISOR)


@pytest.fixture
def other(actor_of):
    return actor_of("social_kandal", Role.CASE_WORKER)


def open_one(by, **changes):
    values = {
        "source": ("walk_in", None), "standing": Standing.PRESUMED, "person": ADULT,
        "identity": {"name": f"Name {CANARY}"}, "contact": {"phone": "+85512345678"}, "summary": f"story {CANARY}",
    }  # fmt: skip
    return actions.open_case(by=by, **(values | changes))


def fill(case, by):
    """One of everything, each with a word that must never be stored in the clear."""
    call = {"case_id": case.id, "by": by}
    goal = actions.add_goal(area="income", text=CANARY, **call)
    actions.add_task(goal_id=goal.id, doer="person", due_on=today(), text=CANARY, **call)
    actions.answer_plan(answer="agreed", words=CANARY, language="km", best_interest=CANARY, **call)
    actions.record_decision(topic="stay", choice="asks", words=CANARY, language="km", **call)
    actions.check_right(right="privacy", status="action", text=CANARY, **call)
    actions.see_to(item="medical", text=CANARY, **call)
    actions.set_risk(risk="high", text=CANARY, **call)
    actions.skip_step(step="admission", reason="other", text=CANARY, **call)
    alarm = actions.raise_alarm(kind="charged", happened_on=PartialDate.of(today()), text=CANARY, **call)
    actions.handle_alarm(alarm_id=alarm.id, outcome="dropped", text=CANARY, **call)
    actions.reintegrate(on=today(), **call)
    visit = queries.visits_of(case)[0]
    actions.retry_visit(visit_id=visit.id, refused=False, due_on=today(), text=CANARY, **call)
    actions.offer_feedback(way="given", words=CANARY, **call)
    actions.add_note(kind="call", text=CANARY, **call)
    actions.link_person(relation="parent", name=CANARY, note=CANARY, **call)
    actions.settle_custody(
        kind="relative", decided_by="commune", paper="letter", from_on=today(), until_on=today(), holder=CANARY,
        place=CANARY, paper_number=CANARY, best_interest=CANARY, **call,
    )  # fmt: skip
    actions.say_different(other_id=open_one(by).id, **call)
    actions.ask_closure(reason="other", informed=True, explanation=CANARY, **call)


def tables():
    return [model._meta.db_table for model in apps.get_models() if not model._meta.proxy]


def test_nothing_a_person_said_is_stored_in_the_clear(acting, worker):
    with acting(worker):
        case = open_one(worker)
        fill(case, worker)
        looked_at = 0
        with connection.cursor() as cursor:
            for table in tables():
                cursor.execute("select has_table_privilege(%s, 'select')", [table])
                if not cursor.fetchone()[0]:
                    continue  # a table the app may not even read
                looked_at += 1
                cursor.execute(f"select count(*) from {table} t where t::text ilike %s", [f"%{CANARY}%"])
                assert cursor.fetchone()[0] == 0, table
        assert looked_at > 30
        opened = sealed.take(case, Section.IDENTITY, by=worker, purpose=Purpose.OWN_WORK)
        assert CANARY in opened["name"]
        for section in (Section.NOTES, Section.PLAN, Section.WISHES, Section.JUSTICE, Section.HEALTH):
            assert CANARY in str(sealed.take(case, section, by=worker)), section


CASE_TABLES = [
    model for model in apps.get_app_config("cases").get_models() if model.__name__ not in {"AnonymousFeedback"}
]


def test_another_office_reaches_no_row_even_without_python(acting, worker, other, actor_of):
    with acting(worker):
        case = open_one(worker)
        fill(case, worker)
        assert all(model.objects.exists() for model in CASE_TABLES)
    police = actor_of("police_psh", Role.SUPERVISOR)
    for stranger in (other, police, None):
        with acting(stranger):
            for model in CASE_TABLES:
                assert not model.objects.exists(), (stranger and stranger.role, model)
            assert Case.objects.filter(id=case.id).update(status="closed") == 0
            if stranger is not None:
                with pytest.raises((NotThere, NotAllowed)):
                    queries.case_for(stranger, case.id)


def test_a_row_is_not_made_in_another_offices_name(acting, worker, other):
    with acting(worker):
        case = open_one(worker)
    with acting(other), pytest.raises(ProgrammingError), transaction.atomic():
        Note.objects.create(case_id=case.id, office_id=worker.office_id, kind="call", on=today(), by_id=other.person_id)


def test_rows_are_never_deleted_by_the_app(acting, worker):
    with acting(worker):
        case = open_one(worker)
        with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("delete from cases_step where case_id = %s", [case.id])
        assert Step.objects.filter(case=case).count() == 10


def test_an_office_with_a_share_sees_how_far_it_is_and_nothing_else(acting, worker, actor_of):
    shelter = actor_of("lotus_shelter", Role.SHELTER_WORKER)
    with acting(worker):
        case = open_one(worker)
        fill(case, worker)
        share = access.share(
            kind="case", record_id=case.id, to_office_id=shelter.office_id, sections=["identity"], purpose="referral",
            until=timezone.now() + timedelta(days=2), by=worker,
        )  # fmt: skip
    with acting(shelter):
        overview = queries.case_overview(shelter, case.id)
        assert len(overview.path) == 10
        assert overview.alarms == overview.decisions == overview.tasks == overview.visits == overview.due == []
        with pytest.raises(NoKey):
            sealed.take(case, Section.NOTES, by=shelter, purpose=Purpose.OWN_WORK)
        with pytest.raises(NotThere):
            queries.own_case_for(shelter, case.id)
    with acting(worker):
        access.end_share(share_id=share.id, because="consent_withdrawn", by=worker)
    with acting(shelter):
        assert not Case.objects.exists()
        with pytest.raises(NotThere):
            queries.case_overview(shelter, case.id)


def test_a_conflict_of_interest_closes_the_file(acting, worker):
    with acting(worker):
        case = open_one(worker)
        access.declare_conflict(
            kind="case", record_id=case.id, person_id=worker.person_id, because="relative", by=worker
        )
        with pytest.raises(NotThere):
            queries.case_for(worker, case.id)
        assert not Step.objects.filter(case_id=case.id).exists()


def test_a_supervisor_above_signs_for_the_office_below(acting, worker, actor_of):
    above = actor_of("social_national", Role.SUPERVISOR)
    with acting(worker):
        case = open_one(worker)
        closure = actions.ask_closure(case_id=case.id, reason="wishes_to_end", informed=True, explanation="", by=worker)
    with acting(above):
        assert [w.part_id for w in queries.waiting_signature(above)] == [closure.id]
        assert actions.sign_closure(closure_id=closure.id, by=above).status == "closed"


def test_the_database_refuses_a_signature_by_oneself(acting, worker):
    with acting(worker):
        case = open_one(worker)
        closure = actions.ask_closure(case_id=case.id, reason="wishes_to_end", informed=True, explanation="", by=worker)
        with pytest.raises(Exception, match="closure_signed_by_another"), transaction.atomic():
            Closure.objects.filter(id=closure.id).update(signed_by_id=worker.person_id, signed_at=timezone.now())


def test_one_screening_opens_one_case_and_counts_one_victim(acting, worker):
    with acting(worker):
        screening = screenings.start(person=PersonAsked(sex="male", age_group="adult"), by=worker).id
        first = open_one(worker, source=("screening", screening))
        again = open_one(worker, source=("screening", screening))
        assert first.id == again.id
        assert Fact.objects.filter(kind="victim", corrected_by__isnull=True).count() == 1
        with pytest.raises(NotThere):
            open_one(worker, source=("screening", uuid4()))


def test_a_second_editor_of_the_codes_is_told(acting, worker):
    with acting(worker):
        case = open_one(worker)
        fix = {"case_id": case.id, "standing": "identified", "by": worker}
        actions.change_person(revision=0, person=PersonCoded(sex="male", age_from=17, age_to=19), **fix)
        with pytest.raises(Stale) as told:
            actions.change_person(revision=0, person=PersonCoded(sex="female", age_from=17, age_to=19), **fix)
        assert told.value.differences == {"sex": ("male", "female")}
        case.refresh_from_db()
        assert case.age_band == "unknown"
        assert queries.may_be_child(case)


@pytest.mark.parametrize(
    "person",
    [
        PersonCoded(sex="robot"), PersonCoded(nationality="XX"), PersonCoded(forms=("magic",)), PersonCoded(age_from=150),
        PersonCoded(age_from=20, age_to=10), PersonCoded(palermo="maybe"),
    ],
)  # fmt: skip
def test_codes_that_are_on_no_list(acting, worker, person):
    with acting(worker):
        with pytest.raises(InvalidInput) as refused:
            open_one(worker, person=person)
        assert refused.value.errors
        assert not Case.objects.exists()


def test_a_case_handed_over_is_the_other_offices_with_every_word(acting, worker, other):
    with acting(worker):
        case = open_one(worker)
        actions.add_note(case_id=case.id, kind="call", text=CANARY, by=worker)
        actions.hand_over(case_id=case.id, to_office_id=other.office_id, by=worker)
        assert not Case.objects.exists()
        assert not Note.objects.exists()
    with acting(other):
        mine = queries.case_for(other, case.id)
        assert mine.worker_id is None
        actions.take_case(case_id=case.id, by=other)
        words = sealed.take(mine, Section.NOTES, by=other, purpose=Purpose.OWN_WORK)
        assert CANARY in str(words)
        actions.add_note(case_id=case.id, kind="call", text="carried on", by=other)
        assert Note.objects.count() == 2


def test_due_and_overdue(acting, worker, boss):
    with acting(worker):
        case = open_one(worker)
        assert queries.overdue(worker) == []
        Step.objects.filter(case=case, step="crisis").update(due_at=timezone.now() - timedelta(hours=3))
        late = queries.overdue(worker)
        assert [(item.what, item.code) for item in late] == [("step", "crisis")]
        actions.set_risk(case_id=case.id, risk="danger", text="", by=worker)
        Case.objects.filter(id=case.id).update(risk_review_on=today())
        assert {item.what for item in queries.due_today(worker, mine=True)} >= {"risk"}
        rows, more = queries.list_cases(worker)
        assert [row.case.id for row in rows] == [case.id]
        assert not more
    with acting(boss):
        assert queries.overdue(boss, mine=True) == []


def test_who_sees_what(acting, worker):
    with acting(worker):
        case = open_one(worker)
        readers = queries.readers_of(case)
        assert {reader.section for reader in readers} == {"identity", "contact", "narrative"}
        assert {reader.office_id for reader in readers} == {worker.office_id}


def test_the_app_role_passes_no_wall(db):
    with connection.cursor() as cursor:
        cursor.execute("select rolbypassrls or rolsuper from pg_roles where rolname = current_user")
        assert cursor.fetchone() == (False,)


def test_what_sounds_the_same_comes_before_what_is_a_letter_away(acting, worker, monkeypatch):
    """Where more are found than are shown, those a letter away are left out."""
    with acting(worker):
        near = [open_one(worker, identity={"name": "Sok Dana"}).id for _n in range(3)]
        alike = open_one(worker, identity={"name": "សុខ តារា"}).id
        found = search.search_names("Sok Dara", by=worker, kind="case")
        assert found[0] == alike
        assert sorted(found[1:]) == sorted(near)
        monkeypatch.setattr(search, "MOST", 1)
        assert search.search_names("Sok Dara", by=worker, kind="case") == [alike]


def test_a_name_that_was_indexed_word_by_word_is_still_found(acting, worker, monkeypatch):
    with acting(worker):
        with monkeypatch.context() as before:
            before.setattr(search.name_keys, "pair_keys", lambda name: frozenset())
            case = open_one(worker, identity={"name": "Sok Bunthoeun"})
        assert search.search_names("Bun Thoeun Sok", by=worker, kind="case") == [case.id]
        assert search.search_names("Sok Dara", by=worker, kind="case") == []


@pytest.mark.parametrize(
    "example",
    [
        ("ប៊ុន ធឿន", "Bunthoeun", True),
        ("Bunthoeun Sok", "sok bun thoeun", True),
        ("Sok Dara", "សុខ តារា", True),
        ("Sok Sophea", "Sok Sopheap", False),
    ],
)
def test_a_name_is_found_however_it_is_spelt(acting, worker, other, example):
    stored, typed, found = example
    with acting(worker):
        case = open_one(worker, identity={"name": stored})
        assert (search.search_names(typed, by=worker, kind="case") == [case.id]) is found
        assert search.search_exact("+85512345678", by=worker) == [case.id]
    with acting(other):
        assert search.search_names(stored, by=other) == []
