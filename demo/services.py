"""The demo nation's service directory: invented houses and the public offices, what they offer and to whom."""

import random
from datetime import timedelta
from uuid import UUID

from django.utils import timezone

from demo.cast import Cast
from rumduol.agencies import queries as agencies
from rumduol.agencies.enums import Role
from rumduol.directory import actions as directory
from rumduol.directory.enums import StandardsResult
from rumduol.directory.types import Group

WOMEN = [Group(sex="female", age_from=None, age_to=None)]
BOYS_AND_MEN = [Group(sex="male", age_from=12, age_to=None)]
FAMILIES: list[Group] = []

# office, kind, standing, confidential, province, serves, services: (code, groups, languages, medical, night, residential, places)
House = tuple[
    str, str, str, bool, str, list[str], list[tuple[str, list[Group], list[str], list[str], bool, bool, int | None]]
]
HOUSES: list[House] = [
    ("lotus-house", "shelter", "ngo", True, "", [],
     [("shelter_emergency", WOMEN, ["km", "vi", "en"], ["first_aid", "sexual_assault", "pregnancy"], True, True, 12),
      ("shelter_long", WOMEN, ["km", "vi"], ["first_aid"], False, True, 30),
      ("psychosocial", WOMEN, ["km", "vi"], [], False, False, None)]),
    ("harbour-house", "shelter", "ngo", True, "", [],
     [("shelter_emergency", BOYS_AND_MEN, ["km", "vi", "th"], ["first_aid", "wound"], True, True, 4),
      ("shelter_short", BOYS_AND_MEN, ["km"], ["first_aid"], False, True, 10)]),
    ("palm-house", "shelter", "ngo", True, "", ["01", "02", "17", "22", "24"],
     [("shelter_short", FAMILIES, ["km", "th"], ["first_aid", "infant"], True, True, 20)]),
    ("palm-training", "training", "ngo", False, "02", ["01", "02", "24"],
     [("vocational", FAMILIES, ["km"], [], False, False, 40), ("life_skills", FAMILIES, ["km"], [], False, False, 40)]),
    ("lantern", "legal_aid", "ngo", False, "12", [],
     [("legal", FAMILIES, ["km", "vi", "zh", "en"], [], False, False, None),
      ("compensation", FAMILIES, ["km"], [], False, False, None)]),
    ("clinic-01", "health", "public", False, "01", [],
     [("medical", FAMILIES, ["km", "th"], ["first_aid", "wound", "surgery", "pregnancy"], True, False, None)]),
    ("clinic-18", "health", "public", False, "18", [],
     [("medical", FAMILIES, ["km", "zh"], ["first_aid", "wound", "sexual_assault"], True, False, None)]),
]  # fmt: skip
BY_HAND = [
    ("ផ្ទះសំណាក់ត្រី (បង្កើតឡើង)", "Fishers' Rest (invented)", "drop_in", "private", "18", "material"),
    ("សាលារៀនចំការដូង (បង្កើតឡើង)", "Coconut Grove School (invented)", "training", "private", "08", "education"),
    ("ក្រុមគ្រួសារជួយគ្រួសារ (បង្កើតឡើង)", "Families for Families (invented)", "reintegration", "ngo", "03", "family_support"),
]  # fmt: skip


def found_services(cast: Cast, rng: random.Random) -> list[UUID]:
    """Enter every provider, with agreements, checks and free places told by the houses themselves."""
    made: list[UUID] = []
    today = timezone.localdate()
    for office, kind, standing, confidential, province, serves, services in HOUSES:
        with cast.acting("mosvy", Role.SUPERVISOR) as keeper:
            row = agencies.offices_by_code([office])[office]
            provider = directory.register_provider(
                entry={
                    "name_km": row.name_km, "name_en": row.name_en, "kind": kind, "standing": standing, "confidential": confidential,
                    "province": province, "district": "", "serves": serves, "active": True,
                }, office_id=row.id, telephone="+85523000000", hours="24", by=keeper,
            )  # fmt: skip
            if standing == "ngo":
                directory.record_agreement(
                    provider_id=provider.id, reference=f"MoU {today.year - 1}/{len(made) + 1}", begins_on=today - timedelta(days=400),
                    ends_on=today + timedelta(days=rng.choice([25, 330, 700])), by=keeper,
                )  # fmt: skip
            directory.record_check(
                provider_id=provider.id,
                checked_on=today - timedelta(days=rng.randint(30, 400)),
                result=StandardsResult.MET,
                mend_by=None,
                by=keeper,
            )
            places = {}
            for code, groups, languages, medical, night, residential, count in services:
                service = directory.save_service(
                    provider_id=provider.id, service_id=None, groups=groups, by=keeper,
                    values={
                        "kind": code, "languages": languages, "medical": medical, "disability": [], "forms": [], "citizens": True,
                        "foreigners": True, "night": night, "residential": residential, "capacity": count, "active": True,
                    },
                )  # fmt: skip
                if count is not None and residential:
                    places[service.id] = rng.randint(0, max(1, count // 3))
            if places:
                directory.tell_places(provider_id=provider.id, free=places, by=keeper)
        made.append(provider.id)
    for km, en, kind, standing, province, code in BY_HAND:
        with cast.acting("mosvy", Role.SUPERVISOR) as keeper:
            provider = directory.register_provider(
                entry={
                    "name_km": km, "name_en": en, "kind": kind, "standing": standing, "confidential": False, "province": province,
                    "district": "", "serves": [], "active": True,
                }, office_id=None, telephone="+85523000001", hours="", by=keeper,
            )  # fmt: skip
            directory.save_service(
                provider_id=provider.id, service_id=None, groups=FAMILIES, by=keeper,
                values={
                    "kind": code, "languages": ["km"], "medical": [], "disability": [], "forms": [], "citizens": True, "foreigners": False,
                    "night": False, "residential": False, "capacity": None, "active": True,
                },
            )  # fmt: skip
    return made
