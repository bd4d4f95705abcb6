"""Everybody of an office lost their key: three of five organisations bring it back, two do not, and a slip is named."""

import dataclasses
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from rumduol.access.types import OWN_KEY, Keyring
from rumduol.agencies.enums import Role
from rumduol.audit import queries as audit
from rumduol.shared.errors import InvalidInput, NotAllowed, NotThere
from rumduol.vault import actions as vault
from rumduol.vault import custodians, keys, rotation
from rumduol.vault.enums import Purpose, Section
from rumduol.vault.models import Custodian, Key, KeyWrap
from rumduol.vault.types import RecordRef

FIELDS = {"name": "ស្រី ពេជ្រ (invented)"}
HOUSES = ("social", "police", "lotus", "clinic", "committee")


@pytest.fixture
def boss(member_of):
    member = member_of("social_psh", Role.SUPERVISOR)
    return dataclasses.replace(member.actor, keyring=Keyring({**member.actor.keyring, OWN_KEY: member.private}))


@pytest.fixture
def empty_handed(boss):
    """The supervisor after a lost password: a key pair, and no office key."""
    return dataclasses.replace(boss, keyring=Keyring({OWN_KEY: boss.keyring[OWN_KEY]}))


@pytest.fixture
def five(nation):
    return [nation.agencies[code] for code in HOUSES]


@pytest.fixture
def words(boss, five, acting):
    with acting(boss):
        ref = RecordRef("case", uuid4(), boss.office_id)
        vault.seal(record=ref, section=Section.IDENTITY, fields=FIELDS, by=boss)
        given = custodians.give_words(agency_ids=five, by=boss)
        KeyWrap.objects.all().delete()  # everybody of the office lost theirs, and the supervisors the duty key
    return ref, [one.words for one in given]


def refused(lists, by, field):
    with pytest.raises(InvalidInput) as error:
        custodians.recover(lists=lists, by=by)
    assert list(error.value.errors) == [field], error.value.errors
    return str(error.value.errors[field][0])


@pytest.mark.parametrize("which", [(0, 1, 2), (4, 2, 0), (1, 3, 4)])
def test_any_three_of_five_organisations_restore_the_key(words, empty_handed, nation, acting, which):
    ref, lists = words
    with acting(empty_handed):
        with pytest.raises(NotAllowed):
            vault.open_section(record=ref, section=Section.IDENTITY, by=empty_handed, purpose=Purpose.OWN_WORK)
        empty_handed.keyring.learned = False
        # as typed by tired hands: capitals, line breaks, two spaces
        key = custodians.recover(lists=[lists[n].upper().replace(" ", "  \n", 3) for n in which], by=empty_handed)
        opened = vault.open_section(record=ref, section=Section.IDENTITY, by=empty_handed, purpose=Purpose.OWN_WORK)
        assert opened == FIELDS
        event = audit.events(event="vault.key_recovered", subject_id=key.id).get()
        detail = audit.to_line(event).detail
        assert detail["agencies"] == sorted(str(nation.agencies[HOUSES[n]]) for n in which)
        assert [row.id for row in rotation.worn(empty_handed)] == [key.id], "papers were opened: to be renewed"


def test_two_lists_restore_nothing_and_the_try_is_in_the_log(words, empty_handed, acting):
    _ref, lists = words
    with acting(empty_handed):
        refused([lists[0], lists[1], ""], empty_handed, "third")
        refused(lists[:2], empty_handed, "third")
        key = keys.live_key(empty_handed.office_id)
        assert not KeyWrap.objects.filter(key=key).exists()
        assert audit.events(event="vault.key_recovery_failed", subject_id=key.id).count() == 2
        assert not audit.events(event="vault.key_recovered", subject_id=key.id).exists()


def test_the_same_list_twice_is_one_organisation(words, empty_handed, acting):
    _ref, lists = words
    with acting(empty_handed):
        refused([lists[3], lists[1], lists[3]], empty_handed, "third")


def test_the_wrong_list_and_the_wrong_word_are_named(words, empty_handed, acting):
    _ref, lists = words
    spelt_wrong = lists[1].split()
    spelt_wrong[7] = "lottus"
    swapped = lists[2].split()
    swapped[5], swapped[6] = (swapped[6], swapped[5]) if swapped[5] != swapped[6] else ("academic", swapped[5])
    short = " ".join(lists[0].split()[:-1])
    with acting(empty_handed):
        assert "lottus" in refused([lists[0], " ".join(spelt_wrong), lists[2]], empty_handed, "second")
        refused([lists[0], lists[1], " ".join(swapped)], empty_handed, "third")
        refused([short, lists[1], lists[2]], empty_handed, "first")


def test_a_list_of_another_set_is_named(words, boss, empty_handed, five, acting):
    _ref, lists = words
    with acting(boss):
        other = [one.words for one in custodians.give_words(agency_ids=five, by=boss)]
    with acting(empty_handed):
        refused([lists[0], other[1], lists[2]], empty_handed, "second")


def test_words_of_another_office_restore_nothing_here(words, member_of, acting):
    _ref, lists = words
    other = member_of("social_kandal", Role.SUPERVISOR).actor
    with acting(other):
        refused(lists[:3], other, "__all__")


def test_words_of_a_renewed_key_restore_nothing(boss, five, acting):
    with acting(boss):
        lists = [one.words for one in custodians.give_words(agency_ids=five, by=boss)]
        assert len(custodians.custodians_of(boss.office_id)) == 5
        rotation.rotate(by=boss)
        assert custodians.custodians_of(boss.office_id) == []
        refused(lists[:3], boss, "__all__")


def test_no_two_lists_lie_in_the_same_house(boss, five, acting):
    with acting(boss):
        for chosen in ([*five[:4], five[0]], five[:4], [*five, five[0]]):
            with pytest.raises(InvalidInput):
                custodians.give_words(agency_ids=chosen, by=boss)
        with pytest.raises(NotThere):
            custodians.give_words(agency_ids=[*five[:4], uuid4()], by=boss)
        custodians.give_words(agency_ids=five, by=boss)
        first = custodians.custodians_of(boss.office_id)[0]
        with pytest.raises(DatabaseError), transaction.atomic():  # nor does the database take it
            Custodian.objects.create(
                key_id=first.key_id, office_id=first.office_id, batch=first.batch, number=6, agency_id=first.agency_id
            )


def test_no_word_is_stored_and_other_offices_do_not_see_who_keeps_them(words, actor_of, acting, boss):
    _ref, lists = words
    with acting(boss):
        key = keys.live_key(boss.office_id)
        told = audit.to_line(audit.events(event="vault.custodians_named", subject_id=key.id).get()).detail
        assert not set(lists[0].split()) & set(str(told).split())
    with acting(actor_of("social_kandal", Role.SUPERVISOR)):
        assert not Custodian.objects.exists()
    worker = actor_of("social_psh", Role.CASE_WORKER)
    with acting(worker):
        assert Custodian.objects.filter(key=key).delete()[0] == 0
        with pytest.raises(NotAllowed):
            custodians.give_words(agency_ids=[], by=worker)
        with pytest.raises(NotAllowed):
            custodians.recover(lists=lists[:3], by=worker)


def test_the_pages_show_the_words_once_and_name_the_wrong_list(boss, five, client_of, acting):
    client = client_of(boss)
    data = {"do": "custodians", **{f"agency_{n}": str(agency) for n, agency in enumerate(five, start=1)}}
    twice = client.post(reverse("signin:office_key"), {**data, "agency_5": str(five[0])})
    assert twice.status_code == 422
    assert not twice.context["words"]
    shown = client.post(reverse("signin:office_key"), data)
    assert shown.status_code == 200
    lists = [one.words for one, _agency in shown.context["words"]]
    assert "no-store" in shown.headers["Cache-Control"]
    again = client.get(reverse("signin:office_key")).content.decode()
    # Three in a row, past the part that all five share: a single word may stand on any page.
    words = lists[0].split()[4:]
    in_threes = ["</li><li>".join(words[n : n + 3]) for n in range(0, len(words) - 2, 3)]
    assert all(three in shown.content.decode() for three in in_threes)
    assert not any(three in again for three in in_threes)
    wrong = client.post(reverse("signin:recovery"), {"first": lists[0], "second": "lottus", "third": lists[2]})
    assert wrong.status_code == 422
    assert set(wrong.context["form"].errors) == {"second"}
    assert lists[0] in wrong.content.decode(), "nothing typed is lost"
    right = client.post(reverse("signin:recovery"), {"first": lists[0], "second": lists[1], "third": lists[2]})
    assert right.status_code == 302
    with acting(boss):
        assert Key.objects.get(office_id=boss.office_id, retired=False).worn_since is not None
