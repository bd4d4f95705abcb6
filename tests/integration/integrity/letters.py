"""Letters for the tests: who writes what about whom, and who reads it."""

import os
from typing import Any

from rumduol.access import database
from rumduol.agencies.enums import Role
from rumduol.intake import codes
from rumduol.integrity import actions
from rumduol.integrity.types import About, ComplaintSaid
from tests.nation import Nation

OFFICER = ("integrity", Role.INTEGRITY_OFFICER)
SECOND = ("second_desk", Role.INTEGRITY_OFFICER)
STORY = "Zqverrat they knew we would come"
OFFICIAL = "Zqhauptmann with the grey car"
CONTACT = "Zqkontakt 012 555 019"
FEAR = "Zqfurcht my brother works there"


def about_police(nation: Nation, **more: Any) -> About:
    """The bureau of police_psh, for a warning given in March."""
    told = {
        "service": "police", "agency_id": str(nation.agencies["police"]), "office_id": str(nation.offices["police_psh"]),
        "place": "18", "month": "2026-03", "conducts": ("tip_off",),
    }  # fmt: skip
    return About(**(told | more))


def send(about: About, **more: Any) -> codes.Code:
    """A letter from nobody; its return code."""
    said = {"story": STORY, "official": OFFICIAL, "contact": CONTACT, "fear": FEAR, "knowing": "duty"}
    with database.session(None):
        return actions.receive_complaint(
            said=ComplaintSaid(language="km", about=about, **(said | more)), seed=os.urandom(32)
        ).code
