"""The life of a referral: who moves it on, what is refused, what is counted, what is late."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from rumduol.agencies.enums import Role
from rumduol.audit import queries as audit
from rumduol.facts.models import Fact
from rumduol.referrals import actions, policies, queries
from rumduol.referrals.actions.sending import answer_due
from rumduol.referrals.enums import (
    OPEN,
    OWNERS,
    PAGES,
    TRANSITIONS,
    DeclineReason,
    EndReason,
    Giver,
    ReferralKind,
    ReferralStatus,
    Urgency,
)
from rumduol.referrals.migrations import __name__ as migrations_name
from rumduol.referrals.models import Referral
from rumduol.shared.errors import InvalidInput, NotAllowed, NotThere, RumduolError, WrongState

S = ReferralStatus
REPORT = {"reason": EndReason.DONE, "report": "done"}


@pytest.fixture
def at(make, worker, house, acting, monkeypatch):
    """at(status) -> a referral that came to this status the proper way."""

    def bring(status):
        row = make(sent=status != S.DRAFT)
        if status in {S.DRAFT, S.SENT}:
            return row
        if status == S.WITHDRAWN:
            with acting(worker):
                return actions.withdraw(referral_id=row.id, by=worker)
        if status == S.EXPIRED:
            with acting(worker):
                Referral.objects.filter(id=row.id).update(answer_due_at=timezone.now() - timedelta(hours=1))
                return actions.give_up(referral_id=row.id, by=worker)
        with acting(house):
            if status in {S.DECLINED, S.CLOSED}:
                row = actions.decline(referral_id=row.id, reason=DeclineReason.FULL, by=house)
            else:
                row = actions.accept(referral_id=row.id, by=house)
            if status in {S.ADMITTED, S.COMPLETED, S.HANDED_BACK}:
                row = actions.admit(referral_id=row.id, by=house)
            if status == S.COMPLETED:
                row = actions.complete(referral_id=row.id, **REPORT, by=house)
            if status == S.HANDED_BACK:
                row = actions.hand_back(referral_id=row.id, **REPORT, by=house)
        if status == S.CLOSED:
            with acting(worker):
                row = actions.close(referral_id=row.id, by=worker)
        return row

    return bring


STEPS = {
    S.SENT: lambda r, by: actions.send(referral_id=r.id, by=by),
    S.ACCEPTED: lambda r, by: actions.accept(referral_id=r.id, by=by),
    S.DECLINED: lambda r, by: actions.decline(referral_id=r.id, reason=DeclineReason.FULL, by=by),
    S.EXPIRED: lambda r, by: actions.give_up(referral_id=r.id, by=by),
    S.ADMITTED: lambda r, by: actions.admit(referral_id=r.id, by=by),
    S.COMPLETED: lambda r, by: actions.complete(referral_id=r.id, **REPORT, by=by),
    S.HANDED_BACK: lambda r, by: actions.hand_back(referral_id=r.id, **REPORT, by=by),
    S.WITHDRAWN: lambda r, by: actions.withdraw(referral_id=r.id, by=by),
    S.CLOSED: lambda r, by: actions.close(referral_id=r.id, by=by),
}


@pytest.mark.parametrize("status", list(S))
def test_every_forbidden_step_is_refused_by_the_actions_and_by_the_database(status, at, worker, house, acting):
    row = at(status)
    for by in (worker, house):
        with acting(by):
            for wanted in S:
                if wanted == status or wanted in TRANSITIONS[status]:
                    continue
                if wanted in STEPS:
                    with pytest.raises(RumduolError):
                        STEPS[wanted](row, by)
                try:
                    with transaction.atomic():
                        touched = Referral.objects.filter(id=row.id).update(status=wanted)
                except DatabaseError:
                    touched = 0
                assert touched == 0, f"{status} -> {wanted} by {by.role}"
            if status != S.DRAFT:
                assert queries.referral_for(by, row.id).status == status


def test_each_side_takes_only_its_own_steps(at, worker, house, acting):
    row = at(S.SENT)
    with acting(worker):
        for step in (S.ACCEPTED, S.DECLINED):
            with pytest.raises(NotAllowed):
                STEPS[step](row, worker)
            with pytest.raises(DatabaseError), transaction.atomic():
                Referral.objects.filter(id=row.id).update(status=step, decline_reason="full")
    with acting(house):
        for step in (S.WITHDRAWN, S.EXPIRED):
            with pytest.raises(NotAllowed):
                STEPS[step](row, house)
            with pytest.raises(DatabaseError), transaction.atomic():
                Referral.objects.filter(id=row.id).update(status=step)


def test_what_was_sent_is_not_changed_and_a_referral_is_not_addressed_anew(at, worker, house, nation, acting):
    row = at(S.SENT)
    for by in (worker, house):
        with acting(by):
            for change in (
                {"people": 3},
                {"to_office_id": nation.offices["harbour_shelter"]},
                {"number": "F-26-ZZZZZZ"},
            ):
                with pytest.raises(DatabaseError), transaction.atomic():
                    Referral.objects.filter(id=row.id).update(**change)


def test_nobody_puts_a_referral_into_another_office(worker, house, case, acting):
    with acting(house), pytest.raises(DatabaseError), transaction.atomic():
        Referral.objects.create(
            number="F-26-000001", kind="service", office_id=worker.office_id, case_id=case.id, urgency="urgent",
            created_by_id=house.person_id,
        )  # fmt: skip


def test_the_table_the_database_knows_is_the_table_of_the_code():
    import importlib

    walls = importlib.import_module(f"{migrations_name}.0002_walls")
    assert set(walls.STEPS) == {f"{old} {new}" for old, news in TRANSITIONS.items() for new in news}


def test_every_state_has_an_owner_a_page_and_a_way_out():
    assert set(OWNERS) == set(PAGES) == set(TRANSITIONS) == set(S)
    ends = {status for status, ways in TRANSITIONS.items() if not ways}
    assert ends == {S.WITHDRAWN, S.CLOSED} == set(S) - OPEN


def test_a_double_click_is_one_step(at, worker, house, acting):
    row = at(S.DRAFT)
    with acting(worker):
        first = actions.send(referral_id=row.id, by=worker)
        second = actions.send(referral_id=row.id, by=worker)
        assert first.sent_at == second.sent_at
        assert audit.events(event="referral.sent", subject_id=row.id).count() == 1
    with acting(house):
        for step in (
            lambda: actions.accept(referral_id=row.id, by=house),
            lambda: actions.admit(referral_id=row.id, by=house),
            lambda: actions.complete(referral_id=row.id, **REPORT, by=house),
        ):
            assert step().revision == step().revision
    assert Fact.objects.filter(kind="referral").count() == 1
    assert Fact.objects.filter(kind="admission").count() == 1
    assert Fact.objects.filter(kind="discharge").count() == 1


def test_answer_times_are_two_hours_a_day_and_five_working_days():
    friday = datetime(2026, 5, 22, 16, 0, tzinfo=ZoneInfo("Asia/Phnom_Penh"))
    assert answer_due(Urgency.EMERGENCY, friday) - friday == timedelta(hours=2)
    assert answer_due(Urgency.URGENT, friday) - friday == timedelta(hours=24)
    ordinary = answer_due(Urgency.ORDINARY, friday)
    assert ordinary.astimezone(friday.tzinfo).date() >= friday.date() + timedelta(days=7)


def test_late_answers_are_seen_by_both_sides_and_counted(make, worker, house, acting):
    row = make(urgency=Urgency.EMERGENCY)
    with acting(worker):
        with pytest.raises(WrongState):
            actions.give_up(referral_id=row.id, by=worker)
        Referral.objects.filter(id=row.id).update(answer_due_at=timezone.now() - timedelta(hours=3))
        assert [r.id for r in queries.overdue(worker)] == [row.id]
    with acting(house):
        assert [r.id for r in queries.overdue(house)] == [row.id]
        assert queries.clock(queries.incoming(house)[0]).late
        actions.accept(referral_id=row.id, by=house)
        assert queries.overdue(house) == []
    assert Fact.objects.get(kind="referral_answer").extra["late"] is True


def test_facts_hold_codes_of_the_person_and_no_name(at):
    at(S.HANDED_BACK)
    ours = Fact.objects.filter(kind__in=["referral", "referral_answer", "admission", "discharge"])
    kinds = dict(ours.values_list("kind", "sex"))
    assert kinds == {"referral": "female", "referral_answer": "female", "admission": "female", "discharge": "female"}
    assert set(ours.values_list("age_band", flat=True)) == {"child"}


def test_a_refused_provider_is_not_asked(make, worker, acting):
    row = make(sent=False, accepts_provider=False)
    with acting(worker):
        assert queries.referral_for(worker, row.id).consent.sections == []
        with pytest.raises(WrongState):
            actions.send(referral_id=row.id, by=worker)


def test_another_provider_means_asking_the_person_again(make, houses, worker, acting):
    row = make(sent=False)
    with acting(worker):
        actions.choose_provider(referral_id=row.id, provider_id=houses.clinic.id, by=worker)
        with pytest.raises(WrongState):
            actions.send(referral_id=row.id, by=worker)


def test_best_interest_takes_a_second_worker_of_the_office(make, actor_of, acting):
    with pytest.raises(InvalidInput) as refused:
        make(giver=Giver.BEST_INTEREST)
    assert "second_worker" in refused.value.errors
    stranger = actor_of("social_kandal", Role.CASE_WORKER)
    with pytest.raises(InvalidInput):
        make(giver=Giver.BEST_INTEREST, second_worker_id=stranger.person_id)
    colleague = actor_of("social_psh", Role.SUPERVISOR)
    assert make(giver=Giver.BEST_INTEREST, second_worker_id=colleague.person_id).status == S.SENT


def test_a_decision_without_the_persons_words_or_with_a_past_date_is_refused(make):
    with pytest.raises(InvalidInput) as refused:
        make(words="  ", until=timezone.now() - timedelta(days=1))
    assert set(refused.value.errors) == {"words", "until"}


def test_by_hand_the_sender_writes_the_outcome_down_and_nothing_is_wrapped(make, houses, worker, acting):
    with pytest.raises(InvalidInput):
        make(houses.boys, sections=("identity",))  # nobody there could open it
    row = make(houses.boys, sections=())
    with acting(worker):
        assert row.by_hand
        assert policies.can_accept(row, worker)
        actions.accept(referral_id=row.id, by=worker)
        actions.admit(referral_id=row.id, by=worker)
        done = actions.complete(referral_id=row.id, reason=EndReason.DONE, report="told by telephone", by=worker)
        assert done.status == S.COMPLETED


def test_a_report_is_owed_at_the_end(at, house, acting):
    row = at(S.ADMITTED)
    with acting(house), pytest.raises(InvalidInput) as refused:
        actions.hand_back(referral_id=row.id, reason="nonsense", report=" ", by=house)
    assert set(refused.value.errors) == {"reason", "report"}


def test_a_case_of_another_office_is_not_there_to_be_referred(case, actor_of, acting):
    other = actor_of("social_kandal", Role.CASE_WORKER)
    from .conftest import NEED

    with acting(other), pytest.raises(NotThere):
        actions.draft(case_id=case.id, kind=ReferralKind.SERVICE, need=NEED, urgency=Urgency.URGENT, by=other)


def test_a_conflict_of_interest_hides_the_referral_at_the_next_request(make, worker, acting):
    from rumduol.access import actions as access

    row = make()
    with acting(worker):
        access.declare_conflict(
            kind="case", record_id=row.case_id, person_id=worker.person_id, because="relative", by=worker
        )
        with pytest.raises(NotThere):
            queries.referral_for(worker, row.id)
        assert not Referral.objects.exists()


def test_a_person_whose_role_ended_sees_nothing_at_the_next_request(make, house, nation, acting):
    from tests.conftest import database_name, superuser_connection

    make()
    with acting(house):
        assert Referral.objects.exists()
    with superuser_connection(database_name(), autocommit=True) as server:
        # Without triggers: they end the sessions and delete the keys too, and the other tests need this person.
        server.execute("set session_replication_role = replica")
        server.execute(
            "update agencies_person set disabled_at = now(), disabled_by_id = id where id = %s", [house.person_id]
        )
    try:
        with acting(house):
            assert not Referral.objects.exists()
    finally:
        with superuser_connection(database_name(), autocommit=True) as server:
            server.execute("set session_replication_role = replica")
            server.execute(
                "update agencies_person set disabled_at = null, disabled_by_id = null where id = %s", [house.person_id]
            )


def test_a_screening_officer_refers_before_there_is_a_case(houses, actor_of, acting, house, nation):
    """A presumption opens services at once: the girl goes from the screening to the house, identity only."""
    from rumduol.referrals import persons
    from rumduol.screening.models import Screening
    from rumduol.vault import actions as vault
    from rumduol.vault.enums import Purpose, Section
    from rumduol.vault.types import NoKey, RecordRef

    officer = actor_of("immigration_poipet", Role.SCREENING_OFFICER)
    with acting(officer):
        screened = Screening.objects.create(
            office_id=officer.office_id, number="S-26-TEST01", mode="full", questionnaire="full-1", status="planned",
            sex="female", age_band="9-17", age_group="child", nationality="VN", place="0110",
            interviewer_id=officer.person_id,
        )  # fmt: skip
        ref = RecordRef("screening", screened.id, officer.office_id)
        vault.seal(record=ref, section=Section.IDENTITY, fields={"name": "canary-screened"}, by=officer)
        vault.seal(record=ref, section=Section.INTERVIEW, fields={"answers": "canary-interview"}, by=officer)
        known = persons.person_of(officer, screened.id)
        assert (known.kind, known.age_from, known.age_to, known.citizen) == ("screening", 9, 17, False)
        from .conftest import NEED

        with pytest.raises(InvalidInput):
            actions.draft(
                case_id=screened.id, kind=ReferralKind.TRANSFER, need=NEED, urgency=Urgency.URGENT, by=officer
            )
        row = actions.draft(
            case_id=screened.id, kind=ReferralKind.SERVICE, need=NEED, urgency=Urgency.EMERGENCY, by=officer
        )
        actions.choose_provider(referral_id=row.id, provider_id=houses.lotus.id, by=officer)
        actions.record_decision(
            referral_id=row.id, accepts_provider=True, sections=["identity"], purpose="shelter",
            until=timezone.now() + timedelta(days=9), giver=Giver.PERSON, manner="spoken", language="vi", words="yes",
            by=officer,
        )  # fmt: skip
        actions.send(referral_id=row.id, by=officer)
    with acting(house):
        actions.accept(referral_id=row.id, by=house)
        opened = vault.open_section(record=ref, section=Section.IDENTITY, by=house, purpose=Purpose.REFERRAL)
        assert opened == {"name": "canary-screened"}
        with pytest.raises(NoKey):
            vault.open_section(record=ref, section=Section.INTERVIEW, by=house, purpose=Purpose.REFERRAL)
        assert not Screening.objects.exists()  # the screening itself stays with the office that held it
    with acting(officer):
        actions.withdraw_consent(
            consent_id=row.consent_id or queries.referral_for(officer, row.id).consent_id,
            sections=None,
            words="",
            by=officer,
        )
    with acting(house), pytest.raises(NoKey):
        vault.open_section(record=ref, section=Section.IDENTITY, by=house, purpose=Purpose.REFERRAL)


@pytest.mark.parametrize(
    ("band", "ages"),
    [
        ("9-17", (9, 17)),
        ("48+", (48, 120)),
        ("child", (0, 17)),
        ("adult", (18, 120)),
        ("unknown", (None, None)),
        ("", (None, None)),
    ],
)
def test_bands_are_read_as_ages(band, ages):
    from rumduol.referrals.persons import ages_of

    assert ages_of(band) == ages


@pytest.mark.parametrize(
    "wrong",
    [
        {"services": ("nonsense",)},
        {"services": ("x" * 200,)},
        {"sex": "x" * 200},
        {"language": "Vietnamese"},
        {"form": "everything"},
        {"medical": frozenset({"x"})},
        {"disability": frozenset({"x"})},
        {"place": "9999"},
        {"place": "180102"},
        {"age_from": 16, "age_to": 15},
        {"age_from": -1, "age_to": 500},
        {"people": 0},
        {"people": 10**9},
    ],
)
def test_codes_are_checked_at_the_action_whatever_the_door(wrong, case, worker, acting):
    from dataclasses import replace

    from rumduol.directory import actions as directory

    from .conftest import NEED

    need = replace(NEED, **wrong)
    with acting(worker):
        with pytest.raises(InvalidInput):
            actions.draft(case_id=case.id, kind="service", need=need, urgency="urgent", by=worker)
        with pytest.raises(InvalidInput):
            directory.record_unmet(need=need, case_id=None, by=worker)
        assert not Referral.objects.exists()


@pytest.mark.parametrize(
    "wrong", [{"giver": "me"}, {"manner": "x"}, {"purpose": "x"}, {"language": "x"}, {"sections": ["x"]}]
)
def test_a_decision_in_unknown_words_is_refused(wrong, make):
    with pytest.raises(InvalidInput):
        make(**wrong)
