"""A criminal case for tests, from the inquiry to as far as is asked. People are invented."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

from rumduol.access.types import Actor
from rumduol.agencies.enums import Role
from rumduol.justice import actions
from rumduol.justice.models import CriminalCase
from rumduol.justice.types import CaseSaid, SuspectSaid
from rumduol.shared.dates import PartialDate

INVESTIGATOR = ("police_pp", Role.INVESTIGATOR)
PROSECUTOR = ("court_pp", Role.PROSECUTOR)
CLERK = ("court_pp", Role.COURT_CLERK)
Acting = Callable[[Actor | None], AbstractContextManager[None]]
SAID = CaseSaid(
    place="1201", happened_on=PartialDate(2026, 2), forms=("criminality_scam",), domestic="trafficking", palermo="trafficking",
    article="tipse-12",
)  # fmt: skip
MAN = SuspectSaid(
    sex="male", age=41, nationality="KH", role="recruiter", level="manager", means=("deception",), language="km",
    counsel="appointed", counsel_on=PartialDate(2026, 3),
)  # fmt: skip


def day(text: str) -> PartialDate:
    return PartialDate.from_text(text)


def opened(by: Actor, **more: Any) -> CriminalCase:
    """An inquiry of March 2026."""
    said = {"source": "complaint", "said": SAID, "opened_on": day("2026-03"), "summary": "invented summary"}
    return actions.open_case(by=by, **(said | more))


def suspect(case: CriminalCase, by: Actor, name: str = "សុខ ចាន់ថា", **more: Any) -> Any:
    said = {"said": MAN, "identity": {"name": name}, "contact_on": day("2026-03-10")}
    return actions.add_suspect(case_id=case.id, by=by, **(said | more))
