"""What this room counts, and when.

* `screening`, once per screening: when it is decided; a second look replaces it.
* `victim`, once per person: when somebody is presumed or identified. The unit is ("screening", Screening.id), which a
  case opened from the screening keeps (cases/facts.py), so that one person is one fact and the newest one counts.
  If the presumption is later not upheld, the fact is withdrawn.
"""

from rumduol.access.types import Actor
from rumduol.agencies import queries as agencies
from rumduol.facts import actions as facts
from rumduol.facts.enums import Kind
from rumduol.screening.enums import Domestic, Outcome, Palermo
from rumduol.screening.models import Screening
from rumduol.shared.dates import today
from rumduol.terms.countries import UNKNOWN_NATIONALITY


def write_screening(screening: Screening, by: Actor) -> None:
    facts.write(
        kind=Kind.SCREENING,
        unit=("screening", screening.id),
        on=today(),
        place=screening.place,
        sex=screening.sex,
        age_band=screening.age_band,
        nationality=_nationality(screening),
        form=_form(screening),
        domestic=screening.domestic,
        palermo=screening.palermo,
        outcome=screening.outcome,
        agency_kind=by.agency_kind,
        agency_province=agencies.office(by.office_id).place[:2],
        extra={"mode": str(screening.mode), "suggested": str(screening.suggested or "none")},
    )


def write_victim(screening: Screening, by: Actor) -> None:
    """When the outcome is positive, and at an early presumption (neither classification is known yet)."""
    facts.write(
        kind=Kind.VICTIM,
        unit=("screening", screening.id),
        on=today(),
        place=screening.place,
        sex=screening.sex,
        age_band=screening.age_band,
        nationality=_nationality(screening),
        form=_form(screening),
        domestic=screening.domestic or Domestic.UNKNOWN,
        palermo=screening.palermo or Palermo.UNKNOWN,
        outcome=screening.outcome or Outcome.PRESUMED,
        agency_kind=by.agency_kind,
        agency_province=agencies.office(by.office_id).place[:2],
        extra={"forms": list(screening.forms)} if screening.forms else {},
    )


def withdraw_victim(screening: Screening) -> None:
    """The presumption was not upheld: the person no longer counts as a victim."""
    facts.correct(kind=Kind.VICTIM, unit=("screening", screening.id), count=0)


def _nationality(screening: Screening) -> str:
    return "unknown" if screening.nationality == UNKNOWN_NATIONALITY else screening.nationality


def _form(screening: Screening) -> str:
    return screening.forms[0] if screening.forms else "unknown"
