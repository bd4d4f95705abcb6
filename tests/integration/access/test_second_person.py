"""Whereabouts asked for behind broken glass: who is offered to be the second person, and who is refused."""

from uuid import uuid4

import pytest
from django.urls import reverse

from rumduol.access import actions as access
from rumduol.access import queries
from rumduol.access.models import BrokenGlass
from rumduol.agencies.enums import Role
from rumduol.notices import queries as notices
from rumduol.notices.enums import NoticeKind
from rumduol.shared.errors import NotThere
from rumduol.vault import actions as vault
from rumduol.vault.enums import Section
from rumduol.vault.types import RecordRef


@pytest.fixture
def glass(actor_of, acting):
    owner, helper = actor_of("social_psh", Role.CASE_WORKER), actor_of("social_kandal", Role.SUPERVISOR)
    ref = RecordRef("case", uuid4(), owner.office_id)
    with acting(owner):
        access.register_number(kind="case", record_id=ref.id, number="K-26-TESTEE", office_id=owner.office_id)
        vault.seal(record=ref, section=Section.WHEREABOUTS, fields={"address": "an invented place"}, by=owner)
    with acting(helper):
        return access.break_glass(
            kind="case",
            number="K-26-TESTEE",
            reason="The trafficker is at her mother's door",
            whereabouts=True,
            by=helper,
        )


@pytest.mark.parametrize("office", ["social_psh", "social_national", "social_kandal"])
def test_only_the_owning_office_is_offered_to_confirm_and_can(glass, actor_of, acting, client_of, office):
    offered = office == "social_psh"
    boss = actor_of(office, Role.SUPERVISOR)
    page = reverse("web:confirm_glass", args=[glass.id])
    client = client_of(boss)
    assert (page in client.get("/").content.decode()) == offered
    assert client.get(page).status_code == (200 if offered else 404)
    with acting(boss):
        assert [row.id for row in queries.glass_to_confirm(boss)] == ([glass.id] if offered else [])
        if not offered:
            with pytest.raises(NotThere):
                access.confirm_glass(glass_id=glass.id, by=boss)
            assert BrokenGlass.objects.filter(id=glass.id).update(whereabouts=False) == 0  # nor in SQL
    if offered:
        assert client.post(page).status_code == 302
        assert page not in client.get("/").content.decode()


def test_a_supervisor_kept_out_of_the_file_is_not_the_second_person(glass, actor_of, acting):
    boss = actor_of("social_psh", Role.SUPERVISOR)
    with acting(boss):
        access.declare_conflict(
            kind="case", record_id=glass.record_id, person_id=boss.person_id, because="relative", by=boss
        )
        assert queries.glass_to_confirm(boss) == []
        with pytest.raises(NotThere):
            access.confirm_glass(glass_id=glass.id, by=boss)


def test_the_owner_and_an_auditor_of_the_agency_are_told_at_once(glass, actor_of, acting):
    for office, role, about in (
        ("social_psh", Role.SUPERVISOR, glass.record_id),
        ("social_psh", Role.CASE_WORKER, glass.record_id),
        ("social_national", Role.AUDITOR, glass.id),
        ("social_national", Role.SUPERVISOR, None),
        ("police_national", Role.AUDITOR, None),
        ("social_kandal", Role.SUPERVISOR, None),  # the one who broke it
    ):
        person = actor_of(office, role)
        with acting(person):
            told = [
                (row.record_id, row.number) for row in notices.unread(person, 9) if row.kind == NoticeKind.GLASS_BROKEN
            ]
            assert told == ([(about, "K-26-TESTEE")] if about else []), (office, role)
