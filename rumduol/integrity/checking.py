"""Whether what was told is in codes where codes belong: a form checks it for people, this for every other door."""

import re
from uuid import UUID

from rumduol.agencies import queries as agencies
from rumduol.integrity.public_choices import Conduct, Knowing, Service
from rumduol.integrity.types import About, ComplaintSaid
from rumduol.places import queries as places
from rumduol.shared.errors import InvalidInput

MONTH = re.compile(r"[12][0-9]{3}(-(0[1-9]|1[0-2]))?")


def check_said(said: ComplaintSaid) -> None:
    """Raise InvalidInput naming what is not on its list."""
    check_about(said.about)
    if said.knowing not in Knowing.values:
        raise InvalidInput(errors={"knowing": []})
    if not (said.story or said.official or said.about.conducts):
        raise InvalidInput(errors={"story": []})


def check_about(about: About) -> None:
    """The service, the office and its agency, the place, the month and the conducts exist and fit together."""
    wrong = []
    if about.service not in Service.values:
        wrong.append("service")
    if set(about.conducts) - set(Conduct.values):
        wrong.append("conducts")
    if about.month and not MONTH.fullmatch(about.month):
        wrong.append("month")
    if about.place and not places.exists(about.place):
        wrong.append("place")
    if about.office_id and not _office_fits(about):
        wrong.append("office")
    if wrong:
        raise InvalidInput(errors={name: [] for name in wrong})


def _office_fits(about: About) -> bool:
    try:
        wanted = UUID(about.office_id)
    except ValueError:
        return False
    row = agencies.offices([wanted]).get(wanted)
    return row is not None and str(row.agency_id) == about.agency_id
