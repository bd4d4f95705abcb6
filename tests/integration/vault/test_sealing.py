"""One sealed record proves the spine: who can open it, who cannot, and that the log comes first."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.utils import timezone

from rumduol.access import actions as access
from rumduol.agencies.enums import Role
from rumduol.audit import queries as audit
from rumduol.shared.errors import NotThere
from rumduol.vault import actions as vault
from rumduol.vault.crypto import CannotOpen
from rumduol.vault.enums import Purpose, Section
from rumduol.vault.models import SealedSection, SectionWrap
from rumduol.vault.types import NoKey, PurposeNeeded, RecordRef

FIELDS = {"name": "ស្រី ពេជ្រ (invented)", "born": "2010"}


@pytest.fixture
def sealed(actor_of, acting):
    owner = actor_of("social_psh", Role.CASE_WORKER)
    ref = RecordRef("case", uuid4(), owner.office_id)
    with acting(owner):
        vault.seal(record=ref, section=Section.IDENTITY, fields=FIELDS, by=owner)
    return ref, owner


def test_owner_opens_after_giving_a_purpose_and_the_log_says_so(sealed, acting):
    ref, owner = sealed
    with acting(owner):
        with pytest.raises(PurposeNeeded):
            vault.open_section(record=ref, section=Section.IDENTITY, by=owner)
        assert vault.open_section(record=ref, section=Section.IDENTITY, by=owner, purpose=Purpose.OWN_WORK) == FIELDS
        assert vault.open_section(record=ref, section=Section.IDENTITY, by=owner) == FIELDS  # once a day is enough
        assert audit.events(event="vault.opened", subject_id=ref.id).count() == 2


def test_a_colleague_of_the_office_opens_it_too(sealed, actor_of, acting):
    ref, _owner = sealed
    colleague = actor_of("social_psh", Role.SUPERVISOR)
    with acting(colleague):
        opened = vault.open_section(record=ref, section=Section.IDENTITY, by=colleague, purpose=Purpose.SUPERVISION)
    assert opened == FIELDS


@pytest.mark.parametrize(
    ("office", "role"),
    [
        ("police_psh", Role.INVESTIGATOR),
        ("social_kandal", Role.CASE_WORKER),
        ("social_national", Role.SUPERVISOR),
        ("lotus_shelter", Role.SHELTER_WORKER),
        ("social_national", Role.ADMINISTRATOR),
        ("social_national", Role.AUDITOR),
    ],
)
def test_another_office_sees_no_row_and_opens_nothing(sealed, actor_of, acting, office, role):
    ref, _owner = sealed
    other = actor_of(office, role)
    with acting(other):
        assert not SealedSection.objects.filter(record_id=ref.id).exists()
        assert not SectionWrap.objects.filter(section__record_id=ref.id).exists()
        with pytest.raises(NoKey):
            vault.open_section(record=ref, section=Section.IDENTITY, by=other, purpose=Purpose.SAFETY)


def test_nobody_without_a_session_sees_anything(sealed, acting):
    _ref, _owner = sealed
    with acting(None):
        assert SealedSection.objects.count() == 0
        assert SectionWrap.objects.count() == 0


def test_shared_section_opens_there_until_it_is_taken_back(sealed, actor_of, acting, nation):
    ref, owner = sealed
    shelter = actor_of("lotus_shelter", Role.SHELTER_WORKER)
    with acting(owner):
        share = access.share(
            kind="case", record_id=ref.id, to_office_id=shelter.office_id, sections=["identity"], purpose="care",
            until=timezone.now() + timedelta(days=30), by=owner,
        )  # fmt: skip
        assert vault.share_section(
            record=ref,
            section=Section.IDENTITY,
            to_office_id=shelter.office_id,
            share_id=share.id,
            until=share.until,
            by=owner,
        )
    with acting(shelter):
        assert vault.open_section(record=ref, section=Section.IDENTITY, by=shelter, purpose=Purpose.OWN_WORK) == FIELDS
        old = SealedSection.objects.get(record_id=ref.id).version
    with acting(owner):
        vault.unshare_section(record=ref, section=Section.IDENTITY, office_id=shelter.office_id, by=owner)
        access.end_share(share_id=share.id, because="consent_withdrawn", by=owner)
        assert vault.open_section(record=ref, section=Section.IDENTITY, by=owner, purpose=Purpose.OWN_WORK) == FIELDS
        assert SealedSection.objects.get(record_id=ref.id).version == old + 1  # re-keyed
    with acting(shelter), pytest.raises(NoKey):
        vault.open_section(record=ref, section=Section.IDENTITY, by=shelter, purpose=Purpose.OWN_WORK)


def test_an_expired_wrap_opens_nothing(sealed, actor_of, acting):
    ref, owner = sealed
    shelter = actor_of("lotus_shelter", Role.SHELTER_WORKER)
    with acting(owner):
        vault.share_section(
            record=ref, section=Section.IDENTITY, to_office_id=shelter.office_id, share_id=uuid4(),
            until=timezone.now() - timedelta(seconds=1), by=owner,
        )  # fmt: skip
    with acting(shelter), pytest.raises(NoKey):
        vault.open_section(record=ref, section=Section.IDENTITY, by=shelter, purpose=Purpose.OWN_WORK)


def test_handing_over_leaves_nothing_with_the_old_owner(sealed, actor_of, acting):
    ref, owner = sealed
    new = actor_of("social_kandal", Role.CASE_WORKER)
    with acting(owner):
        assert vault.hand_over(record=ref, to_office_id=new.office_id, by=owner) == 1
        assert not SealedSection.objects.filter(record_id=ref.id).exists()
    with acting(new):
        assert (
            vault.open_section(
                record=RecordRef("case", ref.id, new.office_id),
                section=Section.IDENTITY,
                by=new,
                purpose=Purpose.OWN_WORK,
            )
            == FIELDS
        )


def test_another_office_cannot_hand_over_or_delete(sealed, actor_of, acting):
    ref, owner = sealed
    other = actor_of("police_psh", Role.INVESTIGATOR)
    with acting(other):
        assert vault.hand_over(record=ref, to_office_id=other.office_id, by=other) == 0
        assert SealedSection.objects.filter(record_id=ref.id).delete()[0] == 0
    with acting(owner):
        assert SealedSection.objects.filter(record_id=ref.id).count() == 1


def test_erased_is_gone_for_everybody(sealed, actor_of, acting):
    ref, _owner = sealed
    supervisor = actor_of("social_psh", Role.SUPERVISOR)
    with acting(supervisor):
        vault.erase(record=ref, by=supervisor)
        assert not SealedSection.objects.filter(record_id=ref.id).exists()
        assert not SectionWrap.objects.filter(section__record_id=ref.id).exists()


def test_broken_glass_opens_identity_for_a_supervisor_of_the_agency_and_never_whereabouts(sealed, actor_of, acting):
    ref, owner = sealed
    helper = actor_of("social_kandal", Role.SUPERVISOR)
    with acting(owner):
        access.register_number(kind="case", record_id=ref.id, number="K-26-TESTAA", office_id=owner.office_id)
        vault.seal(record=ref, section=Section.WHEREABOUTS, fields={"address": "secret place"}, by=owner)
    with acting(helper):
        glass = access.break_glass(
            kind="case",
            number="K-26-TESTAA",
            reason="The trafficker is at her mother's door tonight",
            whereabouts=True,
            by=helper,
        )
        assert vault.open_section(record=ref, section=Section.IDENTITY, by=helper, purpose=Purpose.SAFETY) == FIELDS
        with pytest.raises(NoKey):
            vault.open_section(record=ref, section=Section.WHEREABOUTS, by=helper, purpose=Purpose.SAFETY)
    second = actor_of("social_psh", Role.SUPERVISOR)
    with acting(second):
        vault.confirm_whereabouts(glass_id=glass.id, by=second)
    with acting(helper):
        opened = vault.open_section(record=ref, section=Section.WHEREABOUTS, by=helper, purpose=Purpose.SAFETY)
    assert opened == {"address": "secret place"}


def test_broken_glass_does_not_cross_agencies(sealed, actor_of, acting):
    ref, owner = sealed
    police = actor_of("police_psh", Role.SUPERVISOR)
    with acting(owner):
        access.register_number(kind="case", record_id=ref.id, number="K-26-TESTBB", office_id=owner.office_id)
    with acting(police), pytest.raises(NotThere):
        access.break_glass(
            kind="case", number="K-26-TESTBB", reason="I would like to know where she is", whereabouts=False, by=police
        )


def test_a_conflict_of_interest_closes_the_file_at_the_next_request(sealed, actor_of, acting):
    ref, owner = sealed
    with acting(owner):
        access.declare_conflict(kind="case", record_id=ref.id, person_id=owner.person_id, because="relative", by=owner)
        with pytest.raises(NoKey):
            vault.open_section(record=ref, section=Section.IDENTITY, by=owner, purpose=Purpose.OWN_WORK)


def test_a_moved_ciphertext_does_not_open(sealed, acting):
    """A database administrator who swaps ciphertexts between records makes noise, not names."""
    ref, owner = sealed
    other = RecordRef("case", uuid4(), owner.office_id)
    with acting(owner):
        vault.seal(record=other, section=Section.IDENTITY, fields={"name": "Other"}, by=owner)
        first, second = SealedSection.objects.get(record_id=ref.id), SealedSection.objects.get(record_id=other.id)
        SealedSection.objects.filter(id=second.id).update(
            nonce=first.nonce, ciphertext=first.ciphertext, version=first.version
        )
        with pytest.raises(CannotOpen):
            vault.open_section(record=other, section=Section.IDENTITY, by=owner, purpose=Purpose.OWN_WORK)


def test_plain_text_is_in_no_column_of_the_vault(sealed, acting):
    _ref, owner = sealed
    with acting(owner), connection.cursor() as cursor:
        cursor.execute(
            "select coalesce(string_agg(encode(ciphertext, 'escape') || s::text, ''), '') from vault_sealedsection s"
        )
        assert "ពេជ្រ" not in cursor.fetchone()[0]


def test_locked_private_keys_and_wraps_of_others_are_not_readable(actor_of, acting):
    from rumduol.vault.models import KeyWrap, MemberKey

    me, colleague = actor_of("social_psh", Role.CASE_WORKER), actor_of("social_psh", Role.SUPERVISOR)
    stranger = actor_of("police_psh", Role.INVESTIGATOR)
    with acting(me):
        assert set(MemberKey.objects.values_list("person_id", flat=True)) == {me.person_id}
        holders = set(KeyWrap.objects.values_list("person_id", flat=True))
    assert {me.person_id, colleague.person_id} <= holders
    assert stranger.person_id not in holders


def test_an_auditor_of_another_agency_does_not_read_why_glass_was_broken(sealed, actor_of, acting):
    from rumduol.access.models import BrokenGlass

    ref, owner = sealed
    helper = actor_of("social_kandal", Role.SUPERVISOR)
    with acting(owner):
        access.register_number(kind="case", record_id=ref.id, number="K-26-TESTCC", office_id=owner.office_id)
    with acting(helper):
        access.break_glass(
            kind="case", number="K-26-TESTCC", reason="Her brother says she is locked in", whereabouts=False, by=helper
        )
    for office, sees in (("social_national", 1), ("police_national", 0)):
        with acting(actor_of(office, Role.AUDITOR)):
            assert BrokenGlass.objects.filter(record_id=ref.id).count() == sees
