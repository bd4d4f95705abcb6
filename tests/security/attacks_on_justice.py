"""Attacks on the stages of a criminal case, its charges, requests to other countries and hand-overs of evidence."""

from typing import Any

from rumduol.justice import enums as justice
from rumduol.justice.types import CaseSaid, SuspectSaid, VictimSaid
from rumduol.shared.dates import PartialDate, today
from tests.criminal import CLERK, MAN, OFFICERS, PROSECUTOR, SAID

TODAY = "to_char(current_date, 'YYYY-MM-DD')"
IDS = {"suspect_id": "accused", "charge_id": "charge", "item_id": "proof"}
ENDED = {"ended_on": TODAY, "ended_because": "'evidence'"}
TAKEN = {"taken_at": "given_at", "taken_by_id": "to_person_id", "intact": "true"}
ANSWERED = {"answered_on": TODAY}


def attacks_on_justice(attack: Any, life: Any) -> dict[str, Any]:
    """`attack` and `life` are the classes of the test that asks."""
    charges = {
        "case_id": "criminal_charged", "article": "tipse-15", "because": "evidence", "reason": "An invented reason of some words.",
        "on": PartialDate.of(today()),
    }  # fmt: skip
    return {
        "justice.TRANSITIONS": attack(
            life("justice_criminalcase", "criminal_charged", justice.CriminalStatus, justice.TRANSITIONS, (CLERK, PROSECUTOR), "justice:"),
            "case_id", IDS | {"to": "verdict", "identity": {"name": "x"}, "on": PartialDate.of(today()), "revision": 0, CaseSaid: SAID, SuspectSaid: MAN,
                              VictimSaid: VictimSaid(sex="female", child="yes")},
        ),
        "justice.CHARGE_TRANSITIONS": attack(
            life("justice_charge", "charge", justice.ChargeStatus, justice.CHARGE_TRANSITIONS, (PROSECUTOR, CLERK), "justice:",
                 {"replaced": ENDED, "dropped": ENDED}, {"ended_on": "null", "ended_because": "''"}),
            "charge_id", charges,
        ),
        "justice.COOPERATION_TRANSITIONS": attack(
            life("justice_cooperation", "criminal_cooperation", justice.CooperationStatus, justice.COOPERATION_TRANSITIONS, (OFFICERS,),
                 "justice:", dict.fromkeys(("granted", "partly", "refused", "withdrawn"), ANSWERED), {"answered_on": "null"}),
            "cooperation_id", {"case_id": "criminal", "status": "granted", "on": PartialDate.of(today())},
        ),
        "justice.HANDOVER_TRANSITIONS": attack(
            life("justice_handover", "hand_over", justice.HandOverStatus, justice.HANDOVER_TRANSITIONS, (CLERK,),
                 "justice:", {"signed": TAKEN, "refused": TAKEN}, {"taken_at": "null", "taken_by_id": "null", "intact": "null"}),
            "hand_over_id", {"case_id": "criminal_charged"},
        ),
    }  # fmt: skip
