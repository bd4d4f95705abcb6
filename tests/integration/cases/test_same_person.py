"""Two files of one person in one office: found, explained, joined, counted once, taken apart again."""

import re

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from rumduol.access import actions as access
from rumduol.access import cookie
from rumduol.access.types import Actor
from rumduol.agencies.enums import Role
from rumduol.cases import actions, queries
from rumduol.cases.enums import CaseStatus, Standing
from rumduol.cases.models import Case, Sameness
from rumduol.cases.types import PersonCoded
from rumduol.facts.actions import unit_key
from rumduol.facts.models import Fact
from rumduol.shared.errors import NotThere, WrongState
from rumduol.vault.enums import Purpose

WOMAN = PersonCoded(sex="female", age_from=24, age_to=24, nationality="KH", found_in="1801", forms=("labour_fishing",))
BORN = {"name": "Sok Sreyneang", "born": "2002-03-14", "birthplace": "Phum Thmei, Stueng Hav"}
AGAIN = {"name": "ស្រីនាង សុខ", "born": "2002-03-14", "birthplace": "Stueng Hav"}
OTHER = {"name": "Sok Sreyneang", "born": "1971-11-02", "birthplace": "Kampong Cham"}


@pytest.fixture
def worker(actor_of):
    return actor_of("social_psh", Role.CASE_WORKER)


@pytest.fixture
def stranger(actor_of):
    return actor_of("social_kandal", Role.CASE_WORKER)


def opened(by: Actor, identity: dict[str, str], **contact: str) -> Case:
    return actions.open_case(
        source=("walk_in", None), standing=Standing.PRESUMED, person=WOMAN, identity=identity, contact=contact, by=by
    )


def standing(case: Case, kind: str) -> int:
    rows = Fact.objects.filter(kind=kind, unit_key=unit_key(("case", case.id)), corrected_by__isnull=True)
    return sum(row.count for row in rows)


def test_found_and_explained_across_scripts(acting, worker, stranger):
    with acting(worker):
        first, namesake = opened(worker, BORN, phone="+85512345678"), opened(worker, OTHER)
        second = opened(worker, AGAIN, phone="+85512345678")
        found = queries.alike_to(worker, person=WOMAN, identity=AGAIN, contact={"phone": "+85512345678"})
        assert {one.other.id for one in found[:2]} == {first.id, second.id}
        assert namesake.id not in {one.other.id for one in found}
        lines = {line.field: line.level for line in found[-1].likeness.lines}
        assert lines["born"] == "same"
        assert lines["name"] in {"same", "sounds"}
        assert lines["phone"] == "same"
        pairs = queries.pairs_to_review(worker, purpose=Purpose.OWN_WORK)
        assert [frozenset({one.case.id, one.other.id}) for one in pairs] == [frozenset({first.id, second.id})]
        actions.say_different(case_id=first.id, other_id=second.id, by=worker)
        actions.say_different(case_id=second.id, other_id=first.id, by=worker)
        assert Sameness.objects.count() == 1
        assert queries.pairs_to_review(worker, purpose=Purpose.OWN_WORK) == []
        assert not queries.alike_case(worker, first, purpose=Purpose.OWN_WORK)
    with acting(stranger):
        assert queries.alike_to(stranger, person=WOMAN, identity=AGAIN, contact={"phone": "+85512345678"}) == []
        assert not Sameness.objects.exists()


def test_joined_rests_is_counted_once_and_comes_back(acting, worker, stranger):
    with acting(worker):
        first, second, third = opened(worker, BORN), opened(worker, AGAIN), opened(worker, OTHER)
        actions.add_note(case_id=second.id, text="as it was", kind="meeting", by=worker)
        actions.join_cases(case_id=first.id, other_id=second.id, by=worker)
        second.refresh_from_db()
        assert second.status == CaseStatus.JOINED
        assert [standing(c, k) for c in (first, second) for k in ("case", "victim")] == [1, 1, 0, 0]
        assert len(queries.notes_of(second)) == 1
        for refused in (
            lambda: actions.set_risk(case_id=second.id, risk="low", text="", by=worker),
            lambda: actions.join_cases(case_id=second.id, other_id=third.id, by=worker),
            lambda: actions.join_cases(case_id=third.id, other_id=first.id, by=worker),
            lambda: actions.hand_over(case_id=second.id, to_office_id=stranger.office_id, by=worker),
        ):
            with pytest.raises(WrongState):
                refused()
        with pytest.raises(NotThere):
            actions.join_cases(case_id=first.id, other_id=first.id, by=worker)
        with pytest.raises(IntegrityError), transaction.atomic():
            Sameness.objects.create(
                case=third, office_id=worker.office_id, other_case_id=second.id, verdict="joined", was="open",
                by_id=worker.person_id,
            )  # fmt: skip
        assert second.id not in {row.case.id for row in queries.list_cases(worker, status="open")[0]}
        actions.part_cases(other_id=second.id, by=worker)
        second.refresh_from_db()
        assert second.status == CaseStatus.OPEN
        assert [standing(c, k) for c in (first, second) for k in ("case", "victim")] == [1, 1, 1, 1]
        with pytest.raises(NotThere):
            actions.part_cases(other_id=second.id, by=worker)


def test_what_is_open_on_the_other_is_settled_first(acting, worker):
    with acting(worker):
        first, second = opened(worker, BORN), opened(worker, AGAIN)
        actions.raise_alarm(case_id=second.id, kind="detained", happened_on=second.standing_on, text="", by=worker)
        with pytest.raises(WrongState):
            actions.join_cases(case_id=first.id, other_id=second.id, by=worker)


def test_both_go_to_another_office_together(acting, worker, stranger):
    with acting(worker):
        first, second = opened(worker, BORN), opened(worker, AGAIN)
        actions.join_cases(case_id=first.id, other_id=second.id, by=worker)
        actions.hand_over(case_id=first.id, to_office_id=stranger.office_id, by=worker)
    with acting(stranger):
        assert {row.other_case_id for row in queries.joined_to(first.id)} == {second.id}
        actions.part_cases(other_id=second.id, by=stranger)
        assert Case.objects.get(id=second.id).office_id == stranger.office_id


def test_nobody_joins_what_is_not_theirs(acting, worker, stranger):
    with acting(worker):
        first, second = opened(worker, BORN), opened(worker, AGAIN)
    with acting(stranger):
        own = opened(stranger, BORN)
        for ids in ((first.id, second.id), (own.id, second.id), (first.id, own.id)):
            with pytest.raises(NotThere):
                actions.join_cases(case_id=ids[0], other_id=ids[1], by=stranger)
            with pytest.raises(NotThere):
                actions.say_different(case_id=ids[0], other_id=ids[1], by=stranger)


def test_the_pages(acting, worker, client_of):
    with acting(worker):
        first = opened(worker, BORN, phone="+85512345678")
    client = client_of(worker)
    typed = {
        "standing": "presumed", "name": "Sreyneang Sok", "sex": "female", "age_from": "24", "nationality": "KH",
        "born": "2002-03-14", "phone": "012345678",
    }  # fmt: skip
    answer = client.post(reverse("cases:open"), typed)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert first.number in page
    assert 'type="checkbox"' in page
    answer = client.post(reverse("cases:open"), typed | {"not_same": "on"})
    assert answer.status_code == 302
    second_id = re.search(r"/cases/([0-9a-f-]{36})/", answer["Location"])[1]
    assert "Sreyneang" not in client.get(reverse("cases:same_review")).content.decode()
    page = client.post(reverse("cases:same_review"), {"purpose": "own_work"}).content.decode()
    assert first.number not in page  # said to be two people when it was opened
    with acting(worker):
        Sameness.objects.update(undone_at="2026-01-01T00:00Z", undone_by_id=worker.person_id)
        access.give_purpose(kind="case", record_id=first.id, purpose=Purpose.OWN_WORK, by=worker)
    page = client.post(reverse("cases:same_review"), {"purpose": "own_work"}).content.decode()
    assert first.number in page
    address = reverse("cases:same", args=[first.id])
    assert str(second_id) in client.get(address).content.decode()
    assert client.post(address, {"other": second_id, "do": "join"}).status_code == 302
    joined = client.get(reverse("cases:same", args=[second_id])).content.decode()
    assert first.number in joined
    assert 'value="part"' in joined
    assert client.post(address, {"other": second_id, "do": "part"}).status_code == 302
    assert client.post(address, {"other": "no", "do": "join"}).status_code == 422


def test_the_api_says_that_a_file_was_joined(acting, worker, stranger, nation):
    with acting(worker):
        first, second = opened(worker, BORN), opened(worker, AGAIN)

    def told(case: Case, key: tuple[str, Role] = ("social_psh", Role.CASE_WORKER)) -> tuple[int, dict]:
        token = cookie.to_cookie(nation.members[key].secret)
        answer = Client(headers={"authorization": f"Bearer {token}"}).get(f"/api/v1/cases/{case.id}")
        return answer.status_code, answer.json()

    before = told(second)
    assert (before[0], before[1]["joined_into"], before[1]["joined"]) == (200, None, [])
    assert not {"name", "identity", "born"} & before[1].keys()
    with acting(worker):
        actions.join_cases(case_id=first.id, other_id=second.id, by=worker)
    resting, going_on = told(second)[1], told(first)[1]
    assert resting["status"] == CaseStatus.JOINED
    assert resting["joined_into"] == {"id": str(first.id), "number": first.number}
    assert going_on["joined"] == [{"id": str(second.id), "number": second.number}]
    assert told(second, ("social_kandal", Role.CASE_WORKER))[0] == 404
    with acting(worker):
        actions.part_cases(other_id=second.id, by=worker)
    assert told(second)[1] == before[1]
