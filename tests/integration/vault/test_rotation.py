"""A renewed office key: who goes on working, who is out, and what the old key opens from then on."""

import dataclasses
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from rumduol.access import actions as access
from rumduol.access.types import OWN_KEY, Keyring
from rumduol.agencies.enums import Role
from rumduol.audit import queries as audit
from rumduol.shared.errors import NotAllowed, NotThere
from rumduol.signin import actions as signin
from rumduol.vault import actions as vault
from rumduol.vault import crypto, keys, rotation, search
from rumduol.vault.enums import KeyKind, Purpose, Section
from rumduol.vault.models import Key, KeyWrap, SealedSection, SectionWrap
from rumduol.vault.types import NoKey, RecordRef

FIELDS = {"name": "ស្រី ពេជ្រ (invented)"}
LATER = {"name": "written later (invented)"}


@pytest.fixture
def worker(actor_of):
    return actor_of("social_psh", Role.CASE_WORKER)


@pytest.fixture
def boss(actor_of):
    return actor_of("social_psh", Role.SUPERVISOR)


@pytest.fixture
def sealed(worker, acting):
    ref = RecordRef("case", uuid4(), worker.office_id)
    with acting(worker):
        vault.seal(record=ref, section=Section.IDENTITY, fields=FIELDS, by=worker)
        search.index_names(record=ref, names=["Srey Pich"], by=worker)
    return ref


@pytest.fixture
def with_own_key(member_of):
    """The actor as a real sign-in makes them: the keyring holds their own private key too."""

    def actor(office, role):
        member = member_of(office, role)
        return dataclasses.replace(member.actor, keyring=Keyring({**member.actor.keyring, OWN_KEY: member.private}))

    return actor


def opens(ref, by):
    return vault.open_section(record=ref, section=Section.IDENTITY, by=by, purpose=Purpose.OWN_WORK)


def turn(boss, acting):
    with acting(boss):
        new = rotation.rotate(by=boss)
        while rotation.rewrap(by=boss):
            pass
    return new


def test_after_renewal_everything_opens_for_those_who_stay_without_signing_in_again(sealed, with_own_key, acting):
    worker, boss = with_own_key("social_psh", Role.CASE_WORKER), with_own_key("social_psh", Role.SUPERVISOR)
    old = next(key for key in worker.keyring if key != OWN_KEY)
    new = turn(boss, acting)
    with acting(worker):
        assert new.id not in worker.keyring
        assert opens(sealed, worker) == FIELDS
        assert new.id in worker.keyring
        vault.seal(record=sealed, section=Section.IDENTITY, fields=LATER, by=worker)
        assert opens(sealed, worker) == LATER
        assert search.search_names("Srey Pich", by=worker, kind="case") == [sealed.id]
        assert {
            w.key_id for w in SectionWrap.objects.filter(section__record_id=sealed.id, office_id=worker.office_id)
        } == {new.id}
    with acting(boss):
        assert opens(sealed, boss) == LATER
        assert rotation.left_to_rewrap(by=boss) == 0
        assert not KeyWrap.objects.filter(key_id=old).exists(), "copies of the old key are gone"
        rotated = audit.events(event="vault.key_rotated", subject_id=new.id)
        assert rotated.count() == 1
        assert audit.events(event="vault.key_rewrapped", subject_id=boss.office_id).exists()


def test_a_session_that_holds_only_the_old_key_still_opens_what_was_not_moved_yet(sealed, worker, with_own_key, acting):
    boss = with_own_key("social_psh", Role.SUPERVISOR)
    with acting(boss):
        rotation.rotate(by=boss)
        assert rotation.left_to_rewrap(by=boss) == 1
        assert opens(sealed, boss) == FIELDS
    with acting(worker):
        assert opens(sealed, worker) == FIELDS


def test_the_old_key_opens_nothing_that_is_written_after_the_renewal(sealed, worker, with_own_key, acting):
    """The former member kept the old private key and reads the rows as they lie in a stolen dump."""
    boss = with_own_key("social_psh", Role.SUPERVISOR)
    with acting(boss):
        old = keys.live_key(boss.office_id)
        private = boss.keyring[old.id]
        kept = crypto.unwrap(bytes(SectionWrap.objects.get(section__record_id=sealed.id, key=old).sealed_key), private)
        rotation.rotate(by=boss)
        vault.seal(record=sealed, section=Section.IDENTITY, fields=LATER, by=boss)
        fresh = RecordRef("case", uuid4(), boss.office_id)
        vault.seal(record=fresh, section=Section.IDENTITY, fields=LATER, by=boss)
        wraps = list(SectionWrap.objects.filter(section__record_id__in=[sealed.id, fresh.id], office_id=boss.office_id))
        assert len(wraps) == 2
        for wrap in wraps:
            with pytest.raises(crypto.CannotOpen):
                crypto.unwrap(bytes(wrap.sealed_key), private)
        row = SealedSection.objects.get(record_id=sealed.id)
        with pytest.raises(crypto.CannotOpen):
            crypto.decrypt(
                bytes(row.nonce), bytes(row.ciphertext), kept,
                crypto.binding(row.kind, row.record_id, row.section, row.version),
            )  # fmt: skip
    before = dataclasses.replace(worker, keyring=Keyring({old.id: worker.keyring[old.id]}))
    with acting(worker), pytest.raises(NoKey):  # a session from before, of somebody who was not handed the new key
        opens(fresh, before)


def test_a_former_member_gets_no_copy_of_the_new_key(sealed, worker, with_own_key, actor_of, acting):
    boss = with_own_key("social_psh", Role.SUPERVISOR)
    admin = actor_of("social_national", Role.ADMINISTRATOR)
    with acting(admin):
        signin.end_role(membership_id=worker.membership_id, by=admin)
    new = turn(boss, acting)
    with acting(boss):
        holders = set(KeyWrap.objects.filter(key=new).values_list("person_id", flat=True))
        assert boss.person_id in holders
        assert worker.person_id not in holders


def test_an_office_that_received_a_part_renews_its_key_too(sealed, worker, actor_of, with_own_key, acting):
    house, boss = actor_of("lotus_shelter", Role.SHELTER_WORKER), with_own_key("lotus_shelter", Role.SUPERVISOR)
    with acting(worker):
        vault.share_section(
            record=sealed, section=Section.IDENTITY, to_office_id=house.office_id, share_id=uuid4(),
            until=timezone.now() + timedelta(days=3), by=worker,
        )  # fmt: skip
    with acting(boss):
        old = keys.live_key(boss.office_id)
        private = boss.keyring[old.id]
        new = rotation.rotate(by=boss)
    with acting(worker):  # the owner writes before the receiver has moved anything
        vault.seal(record=sealed, section=Section.IDENTITY, fields=LATER, by=worker)
        wrap = SectionWrap.objects.get(section__record_id=sealed.id, office_id=house.office_id)
        assert wrap.key_id == new.id
        with pytest.raises(crypto.CannotOpen):
            crypto.unwrap(bytes(wrap.sealed_key), private)
    with acting(boss):
        assert opens(sealed, boss) == LATER


def test_what_was_shared_with_the_office_moves_with_its_own(sealed, worker, with_own_key, acting):
    boss = with_own_key("lotus_shelter", Role.SUPERVISOR)
    until = timezone.now() + timedelta(days=3)
    with acting(worker):
        vault.share_section(
            record=sealed,
            section=Section.IDENTITY,
            to_office_id=boss.office_id,
            share_id=uuid4(),
            until=until,
            by=worker,
        )
    turn(boss, acting)
    with acting(boss):
        wrap = SectionWrap.objects.get(section__record_id=sealed.id, office_id=boss.office_id)
        assert not wrap.key.retired
        assert wrap.until == until
        assert opens(sealed, boss) == FIELDS
        with transaction.atomic():  # its date is the owner's to set
            assert SectionWrap.objects.filter(id=wrap.id).update(until=None) == 0


def test_an_expired_share_gets_nothing_of_what_is_written_later(sealed, worker, actor_of, acting):
    house = actor_of("lotus_shelter", Role.SHELTER_WORKER)
    with acting(worker):
        vault.share_section(
            record=sealed, section=Section.IDENTITY, to_office_id=house.office_id, share_id=uuid4(),
            until=timezone.now() - timedelta(minutes=1), by=worker,
        )  # fmt: skip
        vault.seal(record=sealed, section=Section.IDENTITY, fields=LATER, by=worker)
        assert not SectionWrap.objects.filter(section__record_id=sealed.id, office_id=house.office_id).exists()


def test_the_duty_key_is_renewed_and_broken_glass_still_opens(sealed, worker, with_own_key, actor_of, acting):
    boss, helper = with_own_key("social_psh", Role.SUPERVISOR), with_own_key("social_kandal", Role.SUPERVISOR)
    with acting(worker):
        access.register_number(kind="case", record_id=sealed.id, number="K-26-TESTDD", office_id=worker.office_id)
    with acting(boss):
        old = keys.live_duty_key(boss.agency_id)
        new = rotation.rotate(by=boss, kind=KeyKind.DUTY)
        assert rotation.rewrap(by=boss) >= 1
        duty = SectionWrap.objects.get(section__record_id=sealed.id, office_id=None)
        assert duty.key_id == new.id
        with pytest.raises(crypto.CannotOpen):
            crypto.unwrap(bytes(duty.sealed_key), boss.keyring[old.id])
    with acting(helper):
        access.break_glass(
            kind="case", number="K-26-TESTDD", reason="Her brother says she is locked in", whereabouts=False, by=helper
        )
        assert opens(sealed, helper) == FIELDS


@pytest.mark.parametrize("role", [Role.CASE_WORKER, Role.ADMINISTRATOR, Role.AUDITOR])
def test_only_a_supervisor_renews(role, actor_of, acting):
    other = actor_of("social_psh" if role == Role.CASE_WORKER else "social_national", role)
    with acting(other):
        with pytest.raises(NotAllowed):
            rotation.rotate(by=other)
        live = Key.objects.filter(retired=False)
        assert live.filter(office_id=other.office_id).update(retired=True) == 0  # nor in SQL


def test_a_supervisor_without_the_key_does_not_renew_it(boss, acting):
    with acting(boss), pytest.raises(NotThere):
        rotation.rotate(by=dataclasses.replace(boss, keyring=Keyring()))


@pytest.mark.parametrize("change", [{"public": b"x" * 32}, {"sealed_index_key": b"x"}, {"version": 9}])
def test_nobody_slips_in_a_key_of_their_own(boss, acting, change):
    with acting(boss), pytest.raises(DatabaseError), transaction.atomic():
        Key.objects.filter(office_id=boss.office_id, retired=False).update(**change)


def test_no_supervisor_destroys_the_keys_of_other_offices(actor_of, acting, worker):
    stranger = actor_of("police_psh", Role.SUPERVISOR)
    with acting(stranger), connection.cursor() as cursor, transaction.atomic():
        cursor.execute("delete from vault_keywrap")
        transaction.set_rollback(True)
        gone = cursor.rowcount
    assert gone > 0
    with acting(stranger):
        seen = KeyWrap.objects.count()
    assert gone <= seen
    with acting(worker):
        assert KeyWrap.objects.filter(person_id=worker.person_id).exists()
