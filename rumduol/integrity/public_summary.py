"""A letter in words for the one who writes it: the last page before sending, and where it stands afterwards."""

from typing import Any
from uuid import UUID

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from rumduol.agencies import queries as agencies
from rumduol.integrity.enums import QUIET, ComplaintStatus
from rumduol.integrity.models import Complaint
from rumduol.integrity.public_choices import Conduct, Knowing, Service, Step
from rumduol.integrity.types import About, ComplaintSaid
from rumduol.places import queries as places
from rumduol.shared.dates import PartialDate


def office_words(about: About) -> str:
    """The office a letter is about, or its service, in the reader's language."""
    if about.office_id:
        row = agencies.offices([UUID(about.office_id)]).get(UUID(about.office_id))
        if row is not None:
            return agencies.office_name(row, get_language() or "km")
    return str(Service(about.service).label)


def month_words(month: str) -> str:
    """`2026-03` or `2026` as people say it; empty when not known."""
    language = get_language() or "km"
    return PartialDate.from_text(month).in_words(language, khmer_digits=language == "km") if month else ""


def summary(said: ComplaintSaid) -> list[dict[str, Any]]:
    """Rows of {key, value, step}: every answer, with the page where it can be changed."""
    unknown = _("I don't know")
    about = said.about
    service = str(Service(about.service).label)
    place = places.describe(about.place) if about.place else ""
    conducts = "\n".join(str(Conduct(code).label) for code in about.conducts)
    return [
        {"key": _("The official's service"), "value": ", ".join(filter(None, [service, place])), "step": Step.ABOUT},
        {
            "key": _("Office, and who"),
            "value": "\n".join(filter(None, [office_words(about) if about.office_id else "", said.official]))
            or unknown,
            "step": Step.OFFICE,
        },
        {
            "key": _("What happened"),
            "value": "\n".join(filter(None, [conducts, said.story, month_words(about.month), said.record])),
            "step": Step.WHAT,
        },
        {
            "key": _("About you"),
            "value": "\n".join(filter(None, [str(Knowing(said.knowing).label), said.contact, said.fear])),
            "step": Step.YOU,
        },
    ]


def stands(row: Complaint) -> str:
    """Where the letter stands, in one sentence. Steps have no names here: whoever took the code from its holder learns little."""
    if row.withdrawn:
        return _("You have taken this letter back.")
    if row.status == ComplaintStatus.RECEIVED:
        return _("We have your letter. Somebody will read it soon.")
    if row.status in QUIET:
        return _("We have finished looking. What we can tell you is below.")
    return _("Somebody has read your letter and is working on it.")
