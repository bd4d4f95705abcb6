"""A report in words for the one who tells it: the last page before sending, and where it stands afterwards."""

from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from rumduol.intake.enums import Answering, Relation, ReportStatus, Said, Situation, Step
from rumduol.intake.models import Report
from rumduol.intake.public_forms import DangerForm
from rumduol.intake.types import ReportSaid
from rumduol.places import queries as places
from rumduol.terms import queries as terms


def summary(said: ReportSaid) -> list[dict[str, Any]]:
    """Rows of {key, value, step}: every answer, with the page where it can be changed."""
    unknown = _("I don't know")
    who = [
        f"{label}: {number}"
        for label, number in (
            (_("Women"), said.counts.women),
            (_("Men"), said.counts.men),
            (_("Girls under 18"), said.counts.girls),
            (_("Boys under 18"), said.counts.boys),
            (_("People of whom you do not know"), said.counts.unknown),
        )
        if number
    ]
    for n, person in enumerate(said.persons, start=1):
        parts = [
            person.name,
            terms.label("sex", person.sex) if person.sex != "unknown" else "",
            {Said.YES: _("under 18"), Said.NO: _("18 or older")}.get(Said(person.minor), ""),
            terms.label("nationality", person.nationality) if person.nationality != "ZZ" else "",
        ]
        who.append(f"{_('Person %(n)s') % {'n': n}}: " + ", ".join(str(part) for part in parts if part))
    contact = ", ".join(part for part in (said.contact, said.contact_when) if part)
    danger = dict(DangerForm.base_fields["danger_now"].choices)  # type: ignore[attr-defined]
    return [
        {"key": _("Danger now"), "value": danger[Said(said.danger_now)], "step": Step.DANGER},
        {"key": _("Where"), "value": place_name(said.place) or unknown, "step": Step.WHERE},
        {"key": _("Where exactly"), "value": said.place_text or unknown, "step": Step.DISTRICT},
        {
            "key": _("What is happening"),
            "value": "\n".join([*(str(Situation(code).label) for code in said.situations), said.story]).strip(),
            "step": Step.WHAT,
        },
        {"key": _("Who"), "value": "\n".join(who) or unknown, "step": Step.WHO},
        {
            "key": _("About you"),
            "value": "\n".join(
                part
                for part in (str(Relation(said.relation).label), str(Answering(said.answering).label), contact)
                if part
            ),
            "step": Step.YOU,
        },
    ]


def place_name(code: str) -> str:
    """A place or a country in the reader's language; empty when not known."""
    if not code:
        return ""
    return places.describe(code) if code[:1].isdigit() else terms.label("nationality", code, get_language())


def status_for_reporter(parts: list[Report]) -> str:
    """Where the report stands, in one sentence.

    It never says that somebody is on the way: whoever took the code from the reporter would be warned.
    """
    statuses = {part.status for part in parts}
    if statuses <= {ReportStatus.WITHDRAWN}:
        return _("You have withdrawn this report.")
    if statuses & {ReportStatus.ANSWERED, ReportStatus.CLOSED} and statuses <= {
        ReportStatus.ANSWERED,
        ReportStatus.CLOSED,
        ReportStatus.VERIFIED,
        ReportStatus.JOINED,
    }:
        return _("We have finished looking. What we can tell you is below.")
    if statuses <= {ReportStatus.RECEIVED}:
        return _("We have your report. Somebody will read it soon.")
    return _("Somebody has read your report and is working on it.")
