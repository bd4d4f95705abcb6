"""Raw sum, unique people and overlap, where records of several agencies have been linked without names."""

from datetime import date
from typing import Protocol
from uuid import UUID

from rumduol.facts import actions as facts_actions
from rumduol.facts import queries as facts
from rumduol.facts.enums import Kind
from rumduol.facts.queries import People
from rumduol.facts.types import Period
from rumduol.indicators.catalogue import Indicator

PEOPLE = {
    Kind.VICTIM, Kind.PERSON_IN_REQUEST, Kind.SCREENING, Kind.CASE, Kind.REFERRAL, Kind.ADMISSION, Kind.REPATRIATION,
    Kind.SUSPECT, Kind.ACCUSED, Kind.VERDICT,
}  # fmt: skip


class Linkage(Protocol):
    """What the linkage room offers: it compares records without names and hands over clusters of units."""

    def clusters(self) -> "list[tuple[Kind, tuple[str, UUID], bytes]]":
        """(kind of fact, unit as the facts' writer named it, 16 random bytes of the cluster), for one round."""


def keep(linkage: Linkage, *, made_on: date) -> UUID:
    """Take over a round of the linkage."""
    return facts_actions.keep_links(made_on=made_on, links=linkage.clusters())


def people(subject: Indicator, period: Period, *, as_of: date | None = None) -> People | None:
    """Raw, unique and overlap; None where the figure counts no people or was not linked yet."""
    if subject.kind not in PEOPLE or subject.outcome_from is not None or subject.each:
        return None
    return facts.people(kind=subject.kind, period=period, where=subject.filters, as_of=as_of)
