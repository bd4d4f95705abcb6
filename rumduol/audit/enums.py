"""Names of events. Each room has its own list; all are known here, so that an auditor reads words and not codes."""

from django.db.models import TextChoices


class AuditEventName(TextChoices):
    """Base of the rooms' lists: `class ReportEvent(AuditEventName): TRANSFERRED = "report.transferred", _("...")`."""


def label(event: str) -> str:
    """The words for an event name; the name itself if its room is not installed here."""
    for names in AuditEventName.__subclasses__():
        if event in names.values:
            return str(names(event).label)
    return event


def all_labels() -> list[tuple[str, str]]:
    """Every event name with its words, for choosing among them."""
    return sorted(
        ((str(value), str(words)) for names in AuditEventName.__subclasses__() for value, words in names.choices),
        key=lambda pair: pair[1],
    )
