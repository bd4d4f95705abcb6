"""How a round of matching is attacked, for the tables of states: every action by every side of it."""

from collections.abc import Callable
from typing import Any

from rumduol.agencies.enums import Role
from rumduol.linkage import enums
from tests.world import BOSS, POLICE_BOSS, Key, World

MATCHER, APPROVER = ("committee", Role.NATIONAL_COORDINATOR), ("statistics", Role.RELEASE_APPROVER)
ME = "'{me}'"
APPROVED = {"approved_at": "now()", "approved_by": ME, "approved_office": "'{boss}'"}
ENDED = {"ended_at": "now()", "ended_by": ME}
NEEDS = {
    "approved": APPROVED, "closed": APPROVED | ENDED, "cancelled": ENDED | {"cancel_reason": "'other'"},
}  # fmt: skip
REST = {
    "approved_at": "null", "approved_by": "null", "approved_office": "null", "ended_at": "null", "ended_by": "null",
    "cancel_reason": "''",
}  # fmt: skip


def _buttons(w: World) -> list[tuple[Key, str, dict[str, str]]]:
    at = f"/linkage/{w['round']}/"
    pressed = {
        MATCHER: ("match", "go-on", "end-review", "close", "cancel", "estimate"), APPROVER: ("approve",),
        BOSS: ("agree", "decline", "encode", "secret", "review"),
        POLICE_BOSS: ("agree", "decline", "encode", "secret", "review"),
    }  # fmt: skip
    return [(key, f"{at}{door}/", {"reason": "other"}) for key, doors in pressed.items() for door in doors]


def attacks_on_linkage(attack: Callable[..., Any], lifecycle: Callable[..., Any]) -> dict[str, Any]:
    life = lifecycle(
        "linkage_round", "round", enums.RoundStatus, enums.TRANSITIONS, (APPROVER, MATCHER, BOSS, POLICE_BOSS), "linkage:",
        NEEDS, REST,
    )  # fmt: skip
    given = {"content": b"", "verdicts": {}, "reason": "other"}
    return {"linkage.TRANSITIONS": attack(life, "round_id", given, _buttons)}
