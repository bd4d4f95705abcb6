"""Where a record of some kind is seen, for notices, search results and the home page."""

from collections.abc import Mapping
from uuid import UUID

from rumduol.web.navigation import address

PAGES: Mapping[str, str] = {
    "report": "intake:report",
    "screening": "screening:screening",
    "case": "casework:file",
    "referral": "referrals:referral",
    "release": "release:release",
    "key": "signin:colleagues",
}


def page_of(kind: str, record_id: UUID) -> str:
    """The address of a record's page; empty when nobody shows that kind."""
    name = PAGES.get(kind, "")
    return address(name, record_id) or address(name) if name else ""
