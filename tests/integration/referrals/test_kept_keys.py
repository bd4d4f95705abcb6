"""What the receiving office could keep, and what it is worth: nothing before it accepts, nothing for what is written later."""

import dataclasses

import pytest
from django.db import connection

from rumduol.access.types import OWN_KEY, Keyring
from rumduol.agencies.enums import Role
from rumduol.referrals import actions
from rumduol.vault import actions as vault
from rumduol.vault import crypto, rotation
from rumduol.vault import queries as vault_queries
from rumduol.vault.enums import Purpose, Section
from rumduol.vault.models import SealedSection, SectionWrap
from rumduol.vault.types import RecordRef

from .conftest import SECRETS

LATER = {"name": "canary-written-later"}
EVERYTHING = "select id, sealed_key, until from vault_sectionwrap where office_id = %s"


def wraps_in_sql(office_id):
    with connection.cursor() as cursor:
        cursor.execute(EVERYTHING, [office_id])
        return cursor.fetchall()


def test_before_acceptance_no_key_for_the_house_is_in_its_reach_even_in_sql(make, case, house, worker, acting):
    row = make()
    with acting(house):
        assert wraps_in_sql(house.office_id) == []
        with connection.cursor() as cursor:
            cursor.execute("update vault_sectionwrap set until = null where office_id = %s", [house.office_id])
            assert cursor.rowcount == 0
    with acting(worker):
        assert vault_queries.readers_of(case.id)["identity"] == {worker.office_id}, "wrapped, but nobody's yet"
    with acting(house):
        actions.accept(referral_id=row.id, by=house)
        assert len(wraps_in_sql(house.office_id)) == 3  # identity, health, the message
    with acting(worker):
        assert vault_queries.readers_of(case.id)["identity"] == {worker.office_id, house.office_id}


def test_what_the_owner_writes_before_the_answer_opens_on_acceptance(make, case, house, worker, acting):
    row = make()
    with acting(worker):
        vault.seal(record=case.ref, section=Section.IDENTITY, fields=LATER, by=worker)
    with acting(house):
        assert wraps_in_sql(house.office_id) == []
        actions.accept(referral_id=row.id, by=house)
        opened = vault.open_section(record=case.ref, section=Section.IDENTITY, by=house, purpose=Purpose.REFERRAL)
        assert opened == LATER


@pytest.mark.parametrize("declined", [True, False])
def test_a_refused_or_withdrawn_referral_never_shows_a_key(make, house, worker, acting, declined):
    row = make()
    if declined:
        with acting(house):
            actions.decline(referral_id=row.id, reason="full", by=house)
    else:
        with acting(worker):
            actions.withdraw(referral_id=row.id, by=worker)
    with acting(house):
        assert wraps_in_sql(house.office_id) == []


@pytest.mark.parametrize("told", ["owner", "house"])
def test_after_a_withdrawal_nothing_newly_written_opens_with_what_the_house_kept(make, house, worker, acting, told):
    """The house kept the office's private key and the data key; it holds a full dump of the database. (Promise C8.)"""
    row = make()
    case = RecordRef("case", row.case_id, worker.office_id)
    with acting(house):
        actions.accept(referral_id=row.id, by=house)
        wrap = SectionWrap.objects.get(
            section__record_id=case.id, section__section=Section.IDENTITY, office_id=house.office_id
        )
        private = house.keyring[wrap.key_id]
        data_key = crypto.unwrap(bytes(wrap.sealed_key), private)
    by = worker if told == "owner" else house
    with acting(by):
        actions.withdraw_consent(consent_id=row.consent_id, sections=["identity"], words="", by=by)
    with acting(worker):
        vault.seal(record=case, section=Section.IDENTITY, fields=LATER, by=worker)
        stored = SealedSection.objects.get(record_id=case.id, section=Section.IDENTITY)
        with pytest.raises(crypto.CannotOpen):
            crypto.decrypt(
                bytes(stored.nonce), bytes(stored.ciphertext), data_key,
                crypto.binding(stored.kind, stored.record_id, stored.section, stored.version),
            )  # fmt: skip
        left = list(SectionWrap.objects.filter(section=stored))
        assert left, "the owner's own"
        for one in left:
            with pytest.raises(crypto.CannotOpen):
                crypto.unwrap(bytes(one.sealed_key), private)
        opened = vault.open_section(record=case, section=Section.IDENTITY, by=worker, purpose=Purpose.OWN_WORK)
        assert opened == LATER
    with acting(house):
        assert (
            vault.open_section(record=case, section=Section.HEALTH, by=house, purpose=Purpose.REFERRAL)
            == SECRETS[Section.HEALTH]
        )


def test_a_house_that_renewed_its_key_meanwhile_opens_what_waited_for_it(make, case, house, member_of, acting):
    row = make()
    member = member_of("lotus_shelter", Role.SUPERVISOR)
    boss = dataclasses.replace(member.actor, keyring=Keyring({**member.actor.keyring, OWN_KEY: member.private}))
    with acting(boss):
        rotation.rotate(by=boss)
        assert rotation.left_to_rewrap(by=boss) == 0
        rotation.rewrap(by=boss)
    with acting(house):
        actions.accept(referral_id=row.id, by=house)
        opened = vault.open_section(record=case.ref, section=Section.IDENTITY, by=house, purpose=Purpose.REFERRAL)
        assert opened == SECRETS[Section.IDENTITY]
    with acting(boss):
        assert rotation.left_to_rewrap(by=boss) == 3
        assert rotation.rewrap(by=boss) == 3
