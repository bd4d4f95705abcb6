"""A client's claim for compensation as a part of the world: filed, ordered, paid in part, a child's money asked for."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from rumduol.access import actions as access
from rumduol.agencies.enums import Role
from rumduol.remedy import actions as remedy
from rumduol.remedy.actions.claiming import Claimant
from rumduol.remedy.sheet import Line
from rumduol.shared.dates import PartialDate, today
from rumduol.shared.identifiers import new_number

LAWYER = ("justiceaid", Role.LEGAL_AID_LAWYER)
PROSECUTOR = ("court_pp", Role.PROSECUTOR)
CLERK = ("court_pp", Role.COURT_CLERK)
CHILD = Claimant(
    sex="female", child=True, majority_on=PartialDate(today().year + 2, 3), form="criminality_scam", place="1801"
)


def criminal_number(w: Any) -> str:
    """The number of a criminal case that the court has."""
    number = new_number("J", today())
    with w.acting(CLERK):
        access.register_number(
            kind="criminal_case", record_id=uuid4(), number=number, office_id=w.actor(CLERK).office_id
        )
    return number


def begun(w: Any, number: str, prefix: str, who: Claimant = CHILD) -> UUID:
    """A claim with a consent and two lines, not filed."""
    by = w.actor(LAWYER)
    with w.acting(LAWYER):
        claim = remedy.begin(criminal_number=number, who=who, by=by)
        one = {"claim_id": claim.id, "by": by}
        remedy.consent(
            giver="ad_litem" if who.child else "self", language="km", words=w.mark(f"{prefix}.consent"), **one
        )
        remedy.add_line(line=Line("wages", 600_000, w.mark(f"{prefix}.wages"), months=10), **one)
        remedy.add_line(line=Line("moral", 4_000_000, w.mark(f"{prefix}.moral")), **one)
    return claim.id


def claims(w: Any) -> None:
    """One claim that went the whole way but for the last instalment, and one that is still prepared."""
    number = criminal_number(w)
    claim_id, lawyer, clerk = begun(w, number, "claim"), w.actor(LAWYER), w.actor(CLERK)
    with w.acting(LAWYER):
        remedy.file_claim(claim_id=claim_id, by=lawyer)
    with w.acting(CLERK):
        remedy.order(claim_id=claim_id, on=today(), riel=9_000_000, article="tipse-12", by=clerk)
        payment = remedy.pay(claim_id=claim_id, on=today(), riel=3_000_000, source="accused", by=clerk)
    with w.acting(LAWYER):
        release = remedy.ask_release(
            claim_id=claim_id, riel=1_000_000, purpose="school", reason=w.mark("claim.release"), by=lawyer
        )
        remedy.record_settlement(
            claim_id=claim_id, on=PartialDate.of(today() - timedelta(days=9)), proposers=["accused_family"], riel=500_000,
            answer="refused", pressure=True, words=w.mark("claim.settlement"), by=lawyer,
        )  # fmt: skip
        remedy.record_testimony(
            claim_id=claim_id, on=today(), reason="fear", language="km", words=w.mark("claim.testimony"), by=lawyer
        )
    given_up = begun(w, number, "given_up")
    with w.acting(LAWYER):
        remedy.withdraw(claim_id=given_up, words=w.mark("given_up.withdrawn"), by=lawyer)
    w.ids |= {
        "claim": claim_id, "payment": payment.id, "child_release": release.id, "claim_draft": begun(w, number, "claim_draft"),
    }  # fmt: skip
