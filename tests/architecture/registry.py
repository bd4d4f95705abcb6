"""Which record stands behind each address that names one, who made it, and who should see it.

A route whose address names a record needs a row here, or the build fails.
"""

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field

from rumduol.agencies.enums import Role
from tests.architecture.routes import Route
from tests.claims import CLERK, LAWYER, PROSECUTOR
from tests.world import (
    BOSS,
    HOUSE,
    INTEGRITY,
    INVESTIGATOR,
    KEEPER,
    OFFICER,
    OPERATOR,
    POLICE_ABOVE,
    POLICE_BOSS,
    WORKER,
    Key,
    World,
)  # fmt: skip

MATCHER = ("committee", Role.NATIONAL_COORDINATOR)
APPROVER, STATISTICIAN = ("statistics", Role.RELEASE_APPROVER), ("statistics", Role.STATISTICIAN)
LEADERS = ("social_national", Role.ADMINISTRATOR)


@dataclass(frozen=True, slots=True)
class Thing:
    """`kind` names the record in the world; `owners` the offices that have to do with it; `seen_by` who opens it.

    `everybody`: why all who may use the page see this record, should that be so.
    """

    kind: str
    owners: tuple[str, ...] = ()
    seen_by: tuple[Key, ...] = ()
    everybody: str = ""
    find: Callable[[World], uuid.UUID] | None = field(default=None, compare=False)

    def id(self, world: World) -> uuid.UUID:
        return self.find(world) if self.find else world[self.kind]


POLICE = ("police_psh",)
POLICE_TOP = ("police_psh", "police_national")
# social_pp broke the glass of one of these cases.
SOCIAL = ("social_psh", "social_pp")
BOTH = (*SOCIAL, "lotus_shelter")
THINGS = {
    "report": Thing("report", POLICE, (INVESTIGATOR, POLICE_BOSS)),
    "web_report": Thing("web_report", ("police_psh", "helpline"), (INVESTIGATOR, POLICE_BOSS, OPERATOR)),
    "report_person": Thing("report_person", POLICE, (INVESTIGATOR, POLICE_BOSS)),
    "screening": Thing("screening", POLICE, (OFFICER, INVESTIGATOR, POLICE_BOSS)),
    "screening_looked": Thing("screening_looked", POLICE, (INVESTIGATOR, POLICE_BOSS)),
    "group": Thing("group", POLICE, (OFFICER, INVESTIGATOR)),
    "criminal": Thing("criminal", POLICE_TOP, (INVESTIGATOR, POLICE_BOSS)),
    "suspect": Thing("suspect", POLICE_TOP, (INVESTIGATOR, POLICE_BOSS)),
    "evidence": Thing("evidence", POLICE_TOP, (INVESTIGATOR,)),
    "criminal_charged": Thing("criminal_charged", (*POLICE_TOP, "court_pp"), (PROSECUTOR, CLERK)),
    "charge": Thing("charge", (*POLICE_TOP, "court_pp"), (PROSECUTOR, CLERK)),
    "case": Thing("case", BOTH, (WORKER, BOSS, KEEPER)),
    "case_closing": Thing("case_closing", SOCIAL, (WORKER, BOSS, KEEPER)),
    "visit": Thing("visit", SOCIAL, (WORKER, BOSS)),
    "file": Thing("file", SOCIAL, (WORKER, BOSS)),
    "closure": Thing("closure", SOCIAL, (BOSS, KEEPER)),
    "answer": Thing("answer", SOCIAL, (BOSS, KEEPER)),
    "referral": Thing("referral", BOTH, (WORKER, BOSS, HOUSE)),
    "referral_draft": Thing("referral_draft", SOCIAL, (WORKER, BOSS)),
    "consent": Thing("consent", BOTH, (WORKER, BOSS)),
    "claim": Thing("claim", ("justiceaid", "court_pp"), (LAWYER, CLERK, PROSECUTOR)),
    "claim_draft": Thing("claim_draft", ("justiceaid",), (LAWYER,)),
    "payment": Thing("payment", ("justiceaid", "court_pp"), (LAWYER, CLERK, PROSECUTOR)),
    "release_of_money": Thing("child_release", ("justiceaid", "court_pp"), (LAWYER, CLERK, PROSECUTOR)),
    "court_case": Thing("court_case", ("court_pp",), (CLERK, PROSECUTOR)),
    "hearing": Thing("hearing", ("court_pp", "police_psh"), (CLERK, PROSECUTOR, INVESTIGATOR)),
    "witness": Thing("witness", ("court_pp", "police_psh"), (CLERK, PROSECUTOR)),
    "supervision": Thing("supervision", ("court_pp", "police_psh"), (CLERK, PROSECUTOR, INVESTIGATOR)),
    "reporting_day": Thing("day", ("court_pp", "police_psh"), (CLERK, PROSECUTOR, INVESTIGATOR)),
    "warrant": Thing("warrant", ("court_pp", "police_psh"), (CLERK, PROSECUTOR)),
    "provider": Thing("provider", everybody="the directory is for all; where a confidential house is stays sealed"),
    "service": Thing("service", everybody="the directory is for all"),
    "help": Thing("help", everybody="public help lines"),
    "conflict": Thing("conflict", POLICE, (POLICE_BOSS,)),
    "glass": Thing("glass", SOCIAL, (BOSS, KEEPER)),
    "office": Thing(
        "office",
        POLICE,
        (OFFICER, INVESTIGATOR, POLICE_BOSS),
        find=lambda w: w.nation.offices["social_psh"],
    ),
    "release": Thing("release", everybody="figures name nobody; who reads them is decided by permission alone"),
    "open_answer": Thing("open_answer", everybody="answers with noise are public, with what they cost"),
    "invented": Thing(
        "invented", everybody="it names nobody; who reads it before it is public is decided by permission alone"
    ),
    # Whoever takes part, whoever matches, and national statistics, which reads every round: it names nobody.
    "round": Thing(
        "round",
        ("police_psh", "social_psh", "committee", "statistics"),
        (POLICE_BOSS, BOSS, MATCHER, APPROVER, STATISTICIAN),
    ),
    "declaration": Thing("declaration", ("social_psh",), (BOSS, KEEPER)),
    # A draft: its writer alone, and the one whose second signature is asked for. Approved: its two readers.
    "operation": Thing("operation", POLICE_TOP, (INVESTIGATOR, POLICE_ABOVE)),
    "operation_approved": Thing("operation_approved", POLICE_TOP, (INVESTIGATOR, POLICE_BOSS)),
    "operation_over": Thing("operation_over", POLICE_TOP, (INVESTIGATOR, OFFICER, POLICE_BOSS, POLICE_ABOVE)),
    "named": Thing("named", POLICE_TOP, (INVESTIGATOR, POLICE_ABOVE)),
    "telling": Thing("telling", ("social_psh",), (WORKER, BOSS)),
    "expense": Thing("expense", POLICE_TOP, (INVESTIGATOR, POLICE_BOSS, POLICE_ABOVE)),
    "draft": Thing("draft", ("social_psh",), (WORKER,)),
    "notice": Thing("notice", ("social_psh",), (BOSS,)),
    "person": Thing("person", ("social_national", "social_psh"), (LEADERS,), find=lambda w: w.actor(WORKER).person_id),
    "colleague": Thing("colleague", SOCIAL, (BOSS,), find=lambda w: w.actor(WORKER).person_id),
    "letter": Thing("letter", ("integrity",), (INTEGRITY,)),
    "tie": Thing("tie", ("integrity",), (INTEGRITY,)),
    "membership": Thing("membership", SOCIAL, (WORKER,), find=lambda w: w.actor(WORKER).membership_id),
}

# By namespace and argument; a route of its own goes before.
ARGUMENTS: dict[str, str] = {
    "intake.report_id": "report",
    "intake.person_id": "report_person",
    "screening.screening_id": "screening",
    "screening.group_id": "group",
    "cases.case_id": "case",
    "justice.case_id": "criminal",
    "justice.suspect_id": "suspect",
    "justice.item_id": "evidence",
    "justice.charge_id": "charge",
    "cases.closure_id": "closure",
    "cases.answer_id": "answer",
    "cases.visit_id": "visit",
    "cases.file_id": "file",
    "screening.office_id": "office",
    "casework.case_id": "case",
    "release.release_id": "release",
    "figures.answer_id": "open_answer",
    "release.invented_id": "invented",
    "courts.criminal_case_id": "court_case",
    "courts.hearing_id": "hearing",
    "courts.witness_id": "witness",
    "courts.supervision_id": "supervision",
    "courts.day_id": "reporting_day",
    "courts.warrant_id": "warrant",
    "remedy.claim_id": "claim",
    "remedy.payment_id": "payment",
    "remedy.release_id": "release_of_money",
    "declared.declaration_id": "declaration",
    "linkage.round_id": "round",
    "integrity.complaint_id": "letter",
    "integrity.tie_id": "tie",
    "web.glass_id": "glass",
    "referrals.case_id": "case",
    "referrals.referral_id": "referral",
    "referrals.consent_id": "consent",
    "directory.provider_id": "provider",
    "directory.service_id": "service",
    "directory.help_id": "help",
    "access.conflict_id": "conflict",
    "web.notice_id": "notice",
    "operations.operation_id": "operation_over",
    "operations.reader_id": "named",
    "operations.telling_id": "telling",
    "operations.expense_id": "expense",
    "drafts.draft_id": "draft",
    "signin.person_id": "person",
    "signin.membership_id": "membership",
}
ROUTES: dict[str, dict[str, str]] = {
    "cases:visit": {"case_id": "case_closing"},
    "justice:replace": {"case_id": "criminal_charged"},
    "cases:visits": {"case_id": "case_closing"},
    "cases:closure": {"case_id": "case_closing"},
    "screening:review": {"screening_id": "screening_looked"},
    "signin:hand_on": {"person_id": "colleague"},
    "operations:plan": {"operation_id": "operation_approved"},
    "operations:paper": {"operation_id": "operation_approved"},
    "operations:change": {"operation_id": "operation"},
    "operations:readers": {"operation_id": "operation_approved"},
    "operations:approve": {"operation_id": "operation_approved"},
    "operations:begin": {"operation_id": "operation_approved"},
    "operations:call_off": {"operation_id": "operation_approved"},
    "operations:finish": {"operation_id": "operation_approved"},
    **{f"remedy:{name}": {"claim_id": "claim_draft"} for name in ("consent", "rate", "sheet", "words", "file")},
}
# Pages of one side only: who should see them, where that is fewer than who sees the record.
READERS: dict[str, tuple[Key, ...]] = {
    "web:confirm_glass": (BOSS,),  # whereabouts are wrapped with the owning office's own key
    "referrals:open": (HOUSE,),
    "referrals:accept": (HOUSE,),
    "referrals:decline": (HOUSE,),
    "referrals:admit": (HOUSE,),
    "referrals:end": (HOUSE,),
    "operations:change": (INVESTIGATOR,),
    "operations:confirm_reader": (POLICE_ABOVE,),
}
# Extra arguments that are not records.
OTHERS: dict[str, dict[str, str]] = {
    "justice:export": {"as_format": "csv"},
    "cases:step": {"step": "crisis"},
    "screening:section": {"section": "journey"},
    "referrals:open": {"part": "identity"},
    "remedy:answer_release": {"answer": "sign"},
    "courts:end_hearing": {"new": "postponed"},
    "courts:warrant": {"answer": "sign"},
}


def things_of(route: Route) -> dict[str, str]:
    """argument -> kind, for every record in the address. KeyError names the row that is missing."""
    room = route.name.partition(":")[0]
    found = {}
    for name, example in route.arguments:
        if isinstance(example, uuid.UUID):
            found[name] = ROUTES.get(route.name, {}).get(name) or ARGUMENTS[f"{room}.{name}"]
    return found
