"""A desk of four: who is drawn, who never is, and what happens when readers leave."""

from collections import Counter

import pytest
from django.utils import timezone

from rumduol.agencies.enums import Role
from rumduol.agencies.models import Membership
from rumduol.integrity import actions, lot, queries
from rumduol.integrity.models import Complaint, Reader
from rumduol.integrity.types import About
from rumduol.shared.errors import InvalidInput, NotThere
from tests.integration.integrity.letters import OFFICER, about_police, send

ADMINISTRATOR = ("integrity", Role.ADMINISTRATOR)
NEW = [
    ("police_psh", Role.INVESTIGATOR),
    ("court_pp", Role.PROSECUTOR),
    ("labour_pp", Role.LABOUR_INSPECTOR),
    ("committee", Role.NATIONAL_COORDINATOR),
]


@pytest.fixture
def desk(nation, actor_of, acting):
    """Five people at the first desk; four of them keep a post elsewhere."""
    with acting(actor_of(*ADMINISTRATOR)):
        made = [
            Membership.objects.create(
                person_id=actor_of(*key).person_id, office_id=nation.offices["integrity"], role=Role.INTEGRITY_OFFICER
            )
            for key in NEW
        ]
    return dict(zip(NEW, made, strict=True))


def readers(acting, actor) -> Counter:
    """How often each person was named, as far as this reader can see."""
    with acting(actor):
        return Counter(Reader.objects.filter(ended_at__isnull=True).values_list("person_id", flat=True))


def test_two_by_lot_never_one_who_is_near_and_never_all(nation, actor_of, acting, desk):
    officer = actor_of(*OFFICER)
    for _n in range(14):
        send(about_police(nation))
    with acting(officer):
        letters = Complaint.objects.count()
        each = Counter(Reader.objects.values_list("complaint_id", flat=True))
    assert 1 <= letters < 14  # the lot falls on others too
    assert set(each.values()) == {2}
    named = readers(acting, officer)
    assert actor_of(*NEW[0]).person_id not in named
    assert len(named) >= 3


def test_where_only_the_kind_of_service_is_known_all_of_that_kind_stay_away(nation, actor_of, acting, desk):
    officer = actor_of(*OFFICER)
    for _n in range(8):
        send(About(service="justice"))
    near = actor_of(*NEW[1]).person_id
    assert near not in readers(acting, officer)


def test_a_colleague_is_named_unless_near_and_not_twice(nation, actor_of, acting, desk):
    officer = actor_of(*OFFICER)
    with acting(officer):
        while not queries.queue(officer)[0]:
            send(about_police(nation))
        (row, *_others), _more = queries.queue(officer)
        before = {one.person_id for one in queries.readers_of(row)}
        free = queries.colleagues_to_name(row, queries.about_of(row, officer))
        assert actor_of(*NEW[0]).person_id not in free
        assert not before & set(free)
        whom = next(iter(free))
        actions.name_reader(complaint_id=row.id, person_id=whom, by=officer)
        assert {one.person_id for one in queries.readers_of(row)} == before | {whom}
        for refused in (whom, actor_of(*NEW[0]).person_id):
            with pytest.raises(InvalidInput):
                actions.name_reader(complaint_id=row.id, person_id=refused, by=officer)


def test_stepping_back_leaves_the_letter_with_the_others_of_the_desk(nation, actor_of, acting, desk):
    officer = actor_of(*OFFICER)
    with acting(officer):
        while not queries.queue(officer)[0]:
            send(about_police(nation))
        (row, *_others), _more = queries.queue(officer)
        other = {one.person_id for one in queries.readers_of(row)} - {officer.person_id}
        actions.step_back(complaint_id=row.id, by=officer)
        assert not Complaint.objects.filter(id=row.id).exists()
        with pytest.raises(NotThere):
            actions.adopt(number=row.number, by=officer)  # it has a reader, and who stepped back stays away
        assert other


def test_a_letter_whose_readers_left_is_taken_over_by_number(nation, actor_of, acting, desk):
    officer = actor_of(*OFFICER)
    numbers: set[str] = set()
    for _n in range(8):
        send(about_police(nation))
    with acting(officer):
        mine = {row.number for row in queries.queue(officer)[0]}
        assert lot.orphans() == []
    with acting(actor_of(*ADMINISTRATOR)):  # everybody else leaves the desk
        for row in desk.values():
            row.ended_at, row.ended_by_id = timezone.now(), actor_of(*ADMINISTRATOR).person_id
            row.save(update_fields=["ended_at", "ended_by_id"])
    with acting(officer):
        numbers = {number for number, _day in queries.orphans()}
        assert numbers
        assert not numbers & mine
        number = next(iter(numbers))
        row = actions.adopt(number=number, by=officer)
        assert row is not None
        assert row.number == number
        actions.declare_tie(office_id=nation.offices["police_psh"], by=officer)
        more = (numbers - {number}).pop() if len(numbers) > 1 else None
        if more:  # a tie found at the moment of taking over: it goes on to the second desk, unread
            assert actions.adopt(number=more, by=officer) is None
            assert not Complaint.objects.filter(number=more).exists()
