"""What the other office sees before it accepts, after, and after the person changed their mind."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from rumduol.access.models import Share
from rumduol.agencies.enums import Role
from rumduol.facts.models import Fact
from rumduol.referrals import actions, queries
from rumduol.referrals.enums import Giver, ReferralStatus, SharingPurpose
from rumduol.referrals.models import Consent, Referral
from rumduol.shared.errors import InvalidInput, NotThere, WrongState
from rumduol.vault import actions as vault
from rumduol.vault.enums import Purpose, Section
from rumduol.vault.models import SealedSection, SectionWrap
from rumduol.vault.types import NoKey

from .conftest import SECRETS


def opens(ref, section, by):
    return vault.open_section(record=ref, section=section, by=by, purpose=Purpose.REFERRAL)


def closed(ref, section, by):
    with pytest.raises(NoKey):
        opens(ref, section, by)
    return True


def test_before_acceptance_only_the_coded_minimum(make, case, house, acting):
    row = make()
    with acting(house):
        seen = queries.incoming(house)
        assert [r.id for r in seen] == [row.id]
        assert (seen[0].sex, seen[0].age_from, seen[0].age_to, seen[0].language) == ("female", 15, 17, "vi")
        for section in SECRETS:
            assert closed(case.ref, section, house)
        assert closed(actions.preparing.message_ref(row), Section.NOTES, house)
        assert not SealedSection.objects.filter(record_id=case.id).exists()
        assert not Share.objects.filter(record_id=case.id).exists()


def test_acceptance_opens_what_was_consented_and_nothing_else(make, case, house, acting):
    row = make()
    with acting(house):
        actions.accept(referral_id=row.id, by=house)
        assert opens(case.ref, Section.IDENTITY, house) == SECRETS[Section.IDENTITY]
        assert opens(case.ref, Section.HEALTH, house) == SECRETS[Section.HEALTH]
        assert closed(case.ref, Section.INTERVIEW, house)
        assert closed(case.ref, Section.WHEREABOUTS, house)
        message = opens(actions.preparing.message_ref(row), Section.NOTES, house)
        assert message == {"message": "canary-message"}
        share = Share.objects.get(record_id=case.id)
        assert share.sections == ["identity", "health"]
        assert share.until == queries.referral_for(house, row.id).consent.until


def test_the_interview_opens_only_when_it_was_named(make, case, house, acting):
    row = make(sections=("interview",))
    with acting(house):
        actions.accept(referral_id=row.id, by=house)
        assert opens(case.ref, Section.INTERVIEW, house) == SECRETS[Section.INTERVIEW]
        assert closed(case.ref, Section.IDENTITY, house)


def test_help_does_not_depend_on_sharing(make, case, house, acting):
    row = make(sections=())
    with acting(house):
        accepted = actions.accept(referral_id=row.id, by=house)
        assert accepted.status == ReferralStatus.ACCEPTED
        assert closed(case.ref, Section.IDENTITY, house)
        assert actions.admit(referral_id=row.id, by=house).status == ReferralStatus.ADMITTED


def test_withdrawn_health_is_gone_at_the_next_click_and_identity_stays(make, case, house, worker, acting):
    row = make()
    with acting(house):
        actions.accept(referral_id=row.id, by=house)
        old = SectionWrap.objects.get(section__record_id=case.id, section__section="health", office_id=house.office_id)
        before = SealedSection.objects.get(record_id=case.id, section="health").version
    with acting(worker):
        actions.withdraw_consent(consent_id=row.consent_id, sections=["health"], words="not my health", by=worker)
    with acting(house):
        assert closed(case.ref, Section.HEALTH, house)
        assert opens(case.ref, Section.IDENTITY, house) == SECRETS[Section.IDENTITY]
        assert not SectionWrap.objects.filter(id=old.id).exists()
        assert queries.standing(queries.referral_for(house, row.id).consent) == ["identity"]
    with acting(worker):
        # the key changed: a kept copy of the old data key opens nothing that is stored now
        assert SealedSection.objects.get(record_id=case.id, section="health").version == before + 1
        assert opens(case.ref, Section.HEALTH, worker) == SECRETS[Section.HEALTH]
        words = opens(actions.preparing.consent_ref(row.consent), Section.WISHES, worker)
        assert words == {"words": "I want to stay near the sea.", "withdrawn_words": "not my health"}
        fact = Fact.objects.get(kind="consent_withdrawn")
        assert fact.extra["sections"] == ["health"]
        shared = {part.section: part.open for part in queries.shares_of_case(worker, case.id)}
        assert shared == {"identity": True, "health": False}


def test_everything_withdrawn_ends_the_share_and_the_service_goes_on(make, case, house, worker, acting):
    row = make()
    with acting(house):
        actions.accept(referral_id=row.id, by=house)
    with acting(worker):
        actions.withdraw_consent(consent_id=row.consent_id, sections=None, words="", by=worker)
        assert Share.objects.get(record_id=case.id).ended_because == "consent_withdrawn"
    with acting(house):
        assert closed(case.ref, Section.IDENTITY, house)
        still = queries.referral_for(house, row.id)
        assert still.status == ReferralStatus.ACCEPTED
        assert not actions_can_read(still, house)


def actions_can_read(referral, by):
    from rumduol.referrals import policies

    return policies.can_read_shared(referral, by)


def test_the_person_tells_the_house_itself(make, case, house, worker, acting):
    row = make()
    with acting(house):
        actions.accept(referral_id=row.id, by=house)
        actions.withdraw_consent(consent_id=row.consent_id, sections=["identity"], words="told the house", by=house)
        assert closed(case.ref, Section.IDENTITY, house)
        assert opens(case.ref, Section.HEALTH, house) == SECRETS[Section.HEALTH]
    with acting(worker):
        assert opens(case.ref, Section.IDENTITY, worker) == SECRETS[Section.IDENTITY]
        assert Consent.objects.get(id=row.consent_id).withdrawn_sections == ["identity"]


def test_withdrawn_before_the_answer_opens_nothing_on_acceptance(make, case, house, worker, acting):
    row = make()
    with acting(worker):
        actions.withdraw_consent(consent_id=row.consent_id, sections=["health"], words="", by=worker)
    with acting(house):
        actions.accept(referral_id=row.id, by=house)
        assert closed(case.ref, Section.HEALTH, house)
        assert opens(case.ref, Section.IDENTITY, house) == SECRETS[Section.IDENTITY]


def test_one_word_takes_the_part_back_from_all_papers_to_the_same_house(make, case, house, worker, acting):
    first, second = make(), make(sections=("health",))
    with acting(house):
        actions.accept(referral_id=first.id, by=house)
        actions.accept(referral_id=second.id, by=house)
    with acting(worker):
        actions.withdraw_consent(consent_id=first.consent_id, sections=["health"], words="", by=worker)
        assert Consent.objects.get(id=second.consent_id).withdrawn_at is not None
    with acting(house):
        assert closed(case.ref, Section.HEALTH, house)


def test_a_part_that_is_open_already_stays_open_when_a_second_referral_is_sent(make, case, house, acting):
    first = make()
    with acting(house):
        actions.accept(referral_id=first.id, by=house)
    make()
    with acting(house):
        assert opens(case.ref, Section.HEALTH, house) == SECRETS[Section.HEALTH]


def test_the_consent_ends_by_itself_on_its_date(make, case, house, acting, monkeypatch):
    row = make()
    with acting(house):
        actions.accept(referral_id=row.id, by=house)
        later = timezone.now() + timedelta(days=61)
        monkeypatch.setattr(timezone, "now", lambda: later)
        with pytest.raises(NoKey):
            opens(case.ref, Section.IDENTITY, house)
        assert queries.standing(queries.referral_for(house, row.id).consent) == []


def test_the_service_ends_and_so_does_sharing_and_the_report_reaches_the_sender(make, case, house, worker, acting):
    row = make()
    with acting(house):
        actions.accept(referral_id=row.id, by=house)
        actions.admit(referral_id=row.id, by=house)
        actions.hand_back(referral_id=row.id, reason="family", report="canary-report", by=house)
        assert closed(case.ref, Section.IDENTITY, house)
    with acting(worker):
        assert [r.id for r in queries.to_read(worker)] == [row.id]
        report = opens(actions.answering.report_ref(queries.referral_for(worker, row.id)), Section.NARRATIVE, worker)
        assert report == {"report": "canary-report"}
        assert actions.close(referral_id=row.id, by=worker).status == ReferralStatus.CLOSED
        assert queries.open_of_case(worker, case.id) == []


def test_a_withdrawn_referral_closes_everything(make, case, house, worker, acting):
    row = make()
    with acting(house):
        actions.accept(referral_id=row.id, by=house)
    with acting(worker):
        actions.withdraw(referral_id=row.id, by=worker)
    with acting(house):
        assert closed(case.ref, Section.IDENTITY, house)
        assert closed(actions.preparing.message_ref(row), Section.NOTES, house)


@pytest.mark.parametrize(
    ("office", "role"),
    [
        ("harbour_shelter", Role.SHELTER_WORKER),
        ("social_kandal", Role.CASE_WORKER),
        ("police_psh", Role.INVESTIGATOR),
        ("police_psh", Role.SCREENING_OFFICER),
        ("police_national", Role.SUPERVISOR),
        ("committee", Role.NATIONAL_COORDINATOR),
        ("social_national", Role.ADMINISTRATOR),
        ("social_national", Role.AUDITOR),
        ("clinic_psh", Role.CASE_WORKER),
    ],
)
def test_nobody_else_sees_a_referral_even_with_the_python_filter_off(office, role, make, actor_of, acting):
    row = make()
    other = actor_of(office, role)
    with acting(other):
        with pytest.raises(NotThere):
            queries.referral_for(other, row.id)
        assert not Referral.objects.exists()
        assert not Consent.objects.exists()
        assert Referral.objects.filter(id=row.id).update(people=9) == 0


def test_a_draft_is_not_seen_by_the_house_it_is_meant_for(make, house, acting):
    row = make(sent=False)
    with acting(house):
        with pytest.raises(NotThere):
            queries.referral_for(house, row.id)
        assert not Referral.objects.exists()
        assert not Consent.objects.exists()


def test_without_a_session_the_tables_are_empty(make, acting):
    make()
    with acting(None):
        assert not Referral.objects.exists()
        assert not Consent.objects.exists()


def test_an_office_can_not_open_a_parcel_that_is_not_its_own(make, case, house, actor_of, acting):
    row = make()
    with acting(house):
        actions.accept(referral_id=row.id, by=house)
    stranger = actor_of("harbour_shelter", Role.SHELTER_WORKER)
    with acting(stranger), connection.cursor() as cursor:
        cursor.execute("select referrals.open_parcel(%s)", [row.id])
        assert cursor.fetchone()[0] == []
        cursor.execute("select referrals.drop_parcel(%s, %s, %s)", [row.id, ["identity"], "x"])
        assert cursor.fetchone()[0] == 0
    with acting(house):
        assert opens(case.ref, Section.IDENTITY, house) == SECRETS[Section.IDENTITY]


def test_a_house_can_not_open_its_parcel_without_accepting(make, case, house, acting):
    row = make()
    with acting(house), connection.cursor() as cursor:
        cursor.execute("select referrals.open_parcel(%s)", [row.id])
        assert cursor.fetchone()[0] == []
        assert closed(case.ref, Section.IDENTITY, house)


def test_the_way_to_a_confidential_house_is_shown_to_the_bringing_office_only(make, houses, house, worker, acting):
    from rumduol.directory import actions as directory

    row = make()
    ref = directory.whereabouts_ref(houses.lotus)
    with acting(house):
        directory.seal_whereabouts(
            provider_id=houses.lotus.id, address="canary-house", directions="", telephone="", by=house
        )
        with pytest.raises(WrongState):
            actions.show_way(referral_id=row.id, by=house)  # not accepted yet
        actions.accept(referral_id=row.id, by=house)
    with acting(worker):
        assert closed(ref, Section.WHEREABOUTS, worker)
    with acting(house):
        actions.show_way(referral_id=row.id, by=house)
    with acting(worker):
        assert opens(ref, Section.WHEREABOUTS, worker)["address"] == "canary-house"


def test_whereabouts_and_health_never_go_to_the_police(make, keeper, nation, worker, acting):
    from rumduol.directory import actions as directory
    from tests.integration.directory.conftest import entry

    with acting(keeper):
        desk = directory.register_provider(
            entry=entry("Police desk", kind="transit", standing="public", province="18"),
            office_id=nation.offices["police_psh"], by=keeper,
        )  # fmt: skip
    for part in ("whereabouts", "health"):
        with pytest.raises(InvalidInput):
            make(desk, sections=(part,))
    row = make(desk, sections=("identity",), sent=False)
    with acting(worker), pytest.raises(DatabaseError), transaction.atomic():
        Consent.objects.create(
            office_id=worker.office_id, case_id=row.case_id, provider_id=desk.id,
            to_office_id=nation.offices["police_psh"], accepts_provider=True, sections=["whereabouts"],
            purpose=SharingPurpose.SHELTER, until=timezone.now() + timedelta(days=1), giver=Giver.PERSON,
            manner="spoken", language="vi", recorded_by_id=worker.person_id,
        )  # fmt: skip


def test_a_decision_is_not_rewritten_by_anybody(make, worker, acting):
    row = make()
    with acting(worker):
        for change in ({"sections": ["identity", "health", "interview"]}, {"until": timezone.now()}):
            with pytest.raises(DatabaseError), transaction.atomic():
                Consent.objects.filter(id=row.consent_id).update(**change)
        actions.withdraw_consent(consent_id=row.consent_id, sections=["health"], words="", by=worker)
        with pytest.raises(DatabaseError), transaction.atomic():
            Consent.objects.filter(id=row.consent_id).update(withdrawn_sections=[])
