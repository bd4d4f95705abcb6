"""The blind index of a report, made by the office that can read it: an anonymous report has none until triage."""

from rumduol.access.types import Actor
from rumduol.intake import queries
from rumduol.intake.models import Report
from rumduol.shared.errors import InvalidInput
from rumduol.shared.phone import read_phone
from rumduol.vault import actions as vault
from rumduol.vault import search
from rumduol.vault.enums import Purpose, Section


def index_report(report: Report, by: Actor) -> None:
    """Names of the people, and the reporter's telephone number if one was given."""
    names = queries.names_of(report, by, Purpose.OWN_WORK)
    search.index_names(record=queries.ref(report), names=[name for name in names.values() if name], by=by)
    if report.has_contact:
        contact = vault.open_section(
            record=queries.ref(report), section=Section.CONTACT, by=by, purpose=Purpose.OWN_WORK
        )
        number = _phone(str(contact.get("contact", "")))
        search.index_exact(record=queries.ref(report), values=[number] if number else [], by=by)


def unindex_report(report: Report, by: Actor) -> None:
    search.index_names(record=queries.ref(report), names=[], by=by)
    search.index_exact(record=queries.ref(report), values=[], by=by)


def _phone(contact: str) -> str:
    try:
        return read_phone(contact)
    except InvalidInput:
        return ""
