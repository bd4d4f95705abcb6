"""A few invented providers in the small nation, made once for a module; what a test does to them is rolled back."""

from collections.abc import Callable
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from rumduol.agencies.enums import Role
from rumduol.directory import actions
from rumduol.directory.types import Group
from rumduol.shared.dates import today
from tests.nation import Nation, link_chain_now


def service(kind: str, **more: Any) -> dict[str, Any]:
    return {
        "kind": kind,
        "languages": [],
        "medical": [],
        "disability": [],
        "forms": [],
        "citizens": True,
        "foreigners": True,
        "night": False,
        "residential": False,
        "capacity": None,
        "active": True,
        **more,
    }


def entry(name: str, kind: str = "shelter", **more: Any) -> dict[str, Any]:
    return {
        "name_km": f"សេវា {name}",
        "name_en": name,
        "kind": kind,
        "standing": "ngo",
        "confidential": False,
        "province": "",
        "district": "",
        "serves": [],
        "active": True,
        **more,
    }


@pytest.fixture
def keeper(actor_of: Callable[..., Any]) -> Any:
    return actor_of("social_national", Role.SUPERVISOR)


@pytest.fixture(scope="module")
def houses(ground: Nation) -> SimpleNamespace:
    """A confidential shelter for girls, one for boys (no account), a public clinic; each with one service."""
    nation, keeper = ground, ground.members["social_national", Role.SUPERVISOR].actor
    with ground.acting("social_national", Role.SUPERVISOR):
        lotus = actions.register_provider(
            entry=entry("Lotus House", confidential=True, serves=["18", "07", "09"]),
            office_id=nation.offices["lotus_shelter"], telephone="+85512000111", by=keeper,
        )  # fmt: skip
        boys = actions.register_provider(
            entry=entry("Sunrise Boys Home", province="02"), office_id=None, telephone="+85512000222", by=keeper
        )
        clinic = actions.register_provider(
            entry=entry("Sea Clinic", kind="health", standing="public", province="18", district="1801"),
            office_id=nation.offices["clinic_psh"], telephone="+85512000333", by=keeper,
        )  # fmt: skip
        for house in (lotus, boys):
            actions.record_agreement(
                provider_id=house.id, reference="MoU-1", begins_on=date(2025, 1, 1),
                ends_on=today() + timedelta(days=200), by=keeper,
            )  # fmt: skip
            actions.record_check(
                provider_id=house.id, checked_on=today() - timedelta(days=30), result="met", mend_by=None, by=keeper
            )
        boys_bed = actions.save_service(
            provider_id=boys.id, service_id=None, values=service("shelter_short", residential=True, night=True),
            groups=[Group("male", 8, 17)], by=keeper,
        )  # fmt: skip
        actions.tell_places(provider_id=boys.id, free={boys_bed.id: 3}, by=keeper)
    worker = ground.members["lotus_shelter", Role.SHELTER_WORKER].actor
    with ground.acting("lotus_shelter", Role.SHELTER_WORKER):
        girls_bed = actions.save_service(
            provider_id=lotus.id, service_id=None,
            values=service("shelter_short", residential=True, night=True, languages=["vi"], capacity=12),
            groups=[Group("female", 0, 25)], by=worker,
        )  # fmt: skip
        actions.tell_places(provider_id=lotus.id, free={girls_bed.id: 2}, by=worker)
    nurse = ground.members["clinic_psh", Role.CASE_WORKER].actor
    with ground.acting("clinic_psh", Role.CASE_WORKER):
        care = actions.save_service(
            provider_id=clinic.id, service_id=None, values=service("medical", medical=["wound", "sexual_assault"]),
            groups=[], by=nurse,
        )  # fmt: skip
    link_chain_now()
    return SimpleNamespace(lotus=lotus, boys=boys, clinic=clinic, girls_bed=girls_bed, boys_bed=boys_bed, care=care)
