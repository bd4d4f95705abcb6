"""A share can be taken back and narrowed by either side, and grown by neither: the database says so."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import transaction
from django.db.utils import IntegrityError
from django.utils import timezone

from rumduol.access import actions as access
from rumduol.access.models import Share
from rumduol.agencies.enums import Role


@pytest.fixture
def shared(actor_of, acting):
    owner, shelter = actor_of("social_psh", Role.CASE_WORKER), actor_of("lotus_shelter", Role.SHELTER_WORKER)
    with acting(owner):
        share = access.share(
            kind="case", record_id=uuid4(), to_office_id=shelter.office_id, sections=["identity", "health"], purpose="shelter",
            until=timezone.now() + timedelta(days=10), by=owner,
        )  # fmt: skip
    return share, owner, shelter


@pytest.mark.parametrize(
    "growth",
    [
        {"until": timezone.now() + timedelta(days=400)},
        {"sections": ["identity", "health", "interview"]},
        {"record_id": uuid4()},
        {"to_office_id": uuid4()},
        {"kind": "report"},
    ],
    ids=lambda growth: next(iter(growth)),
)
def test_neither_side_can_grow_a_share(shared, acting, growth):
    share, owner, shelter = shared
    for side in (owner, shelter):
        with acting(side), pytest.raises(IntegrityError, match="only narrows"), transaction.atomic():
            Share.objects.filter(id=share.id).update(**growth)


def test_both_sides_can_narrow_and_end_it_and_it_stays_ended(shared, acting):
    share, owner, shelter = shared
    with acting(owner):
        assert access.narrow_share(share_id=share.id, without="health", by=owner).sections == ["identity"]
    with acting(shelter):
        access.end_share(share_id=share.id, because="done", by=shelter)
        with pytest.raises(IntegrityError, match="only narrows"), transaction.atomic():
            Share.objects.filter(id=share.id).update(ended_at=None, ended_by_id=None)
