"""Where a record of some kind is seen, for notices, search results and the home page."""

from collections.abc import Mapping
from uuid import UUID

from rumduol.web.navigation import address

PAGES: Mapping[str, str] = {
    "report": "intake:report",
    "screening": "screening:screening",
    "case": "casework:file",
    "criminal_case": "justice:case",
    "referral": "referrals:referral",
    "operation": "operations:operation",
    "claim": "remedy:claim",
    "hearing": "courts:hearing",
    "supervision": "courts:supervision",
    "linkage": "linkage:round",
    "release": "release:release",
    "declaration": "declared:one",
}


def page_of(kind: str, record_id: UUID) -> str:
    """The address of a record's page; of the reader's colleagues for anything about keys and people."""
    return address(PAGES[kind], record_id) if kind in PAGES else address("signin:colleagues")
