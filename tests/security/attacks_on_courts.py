"""Attacks on the states of claims, a child's money, hearings, supervision and warrant requests."""

from typing import Any

from rumduol.courts import enums as courts
from rumduol.courts.types import WitnessSaid
from rumduol.remedy import enums as remedy
from rumduol.remedy.sheet import Line
from rumduol.shared.dates import today
from tests.claims import CLERK, LAWYER, PROSECUTOR
from tests.hearings import said
from tests.world import INVESTIGATOR

ME, OTHER = "'{me}'", "'{boss}'"
SIGNED = {"first_by_id": ME, "first_at": "now()", "second_by_id": OTHER, "second_at": "now()"}
UNSIGNED = {**dict.fromkeys(SIGNED, "null"), "paid_on": "null"}
CLAIM = {
    "line": Line("moral", 5, "x"), "riel": 9_500_000, "giver": "guardian", "language": "km", "source": "fund", "rate": 4100,
    "purpose": "school", "reason": "fear", "proposers": ["police"], "answer": "refused", "payment_id": "payment",
    "release_id": "child_release",
}  # fmt: skip
SUPERVISION = {
    "day_id": "day",
    "warrant_id": "warrant",
    "excuse": "hospital",
    "reason": "lifted",
    "supervision_id": "supervision",
}
ASKED = {"signed_by_id": ME, "signed_at": "now()"}


def attacks_on_courts(attack: Any, life: Any) -> dict[str, Any]:
    """`attack` and `life` are the classes of the test that asks."""
    return {
        "remedy.TRANSITIONS": attack(
            life("remedy_claim", "claim", remedy.ClaimStatus, remedy.TRANSITIONS, (LAWYER, CLERK), "remedy:",
                 {"draft": {"filed_on": "null"}, "refused": {"ended_on": "current_date"}, "withdrawn": {"ended_on": "current_date"}},
                 {"filed_on": "current_date", "ended_on": "null"}),
            "claim_id", CLAIM,
        ),
        "remedy.RELEASE_TRANSITIONS": attack(
            life("remedy_release", "child_release", remedy.ReleaseStatus, remedy.RELEASE_TRANSITIONS, (PROSECUTOR, LAWYER), "remedy:",
                 {"approved": SIGNED, "paid_out": {**SIGNED, "paid_on": "current_date"}}, UNSIGNED),
            "release_id", {"claim_id": "claim"},
        ),
        "courts.TRANSITIONS": attack(
            life("courts_hearing", "hearing", courts.HearingStatus, courts.TRANSITIONS, (CLERK,), "courts:"),
            "hearing_id",
            {"said": said(()), "who": WitnessSaid(kind="witness"), "new": "postponed", "witness_id": "witness", "used": ["screen"]},
        ),
        "courts.SUPERVISION_TRANSITIONS": attack(
            life("courts_supervision", "supervision", courts.SupervisionStatus, courts.SUPERVISION_TRANSITIONS,
                 (PROSECUTOR, INVESTIGATOR), "courts:",
                 {"at_large": {"at_large_since": "current_date"}, "ended": {"ended_on": "current_date", "end_reason": "'lifted'"}},
                 {"at_large_since": "null", "ended_on": "null", "end_reason": "''"}),
            "supervision_id", SUPERVISION | {"on": today()},
        ),
        "courts.DAY_TRANSITIONS": attack(
            life("courts_reportingday", "day", courts.DayStatus, courts.DAY_TRANSITIONS, (CLERK, INVESTIGATOR), "courts:",
                 {"reported": ASKED, "excused": {"excuse": "'hospital'", "excused_by_id": ME}},
                 {"signed_by_id": "null", "signed_at": "null", "excuse": "''", "excused_by_id": "null"}),
            "day_id", SUPERVISION,
        ),
        "courts.WARRANT_TRANSITIONS": attack(
            life("courts_warrant", "warrant", courts.WarrantStatus, courts.WARRANT_TRANSITIONS, (PROSECUTOR,), "courts:",
                 {"signed": ASKED, "done": ASKED}, {"signed_by_id": "null", "signed_at": "null"}),
            "warrant_id", SUPERVISION,
        ),
    }  # fmt: skip
