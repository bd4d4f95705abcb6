"""What the log says about reports."""

from django.utils.translation import gettext_lazy as _

from rumduol.audit.enums import AuditEventName


class ReportEvent(AuditEventName):
    RECEIVED = "report.received", _("Report received")
    RECORDED = "report.recorded", _("Report written down")
    TAKEN = "report.taken", _("Report taken")
    TRIAGED = "report.triaged", _("Report triaged")
    ACCEPTED = "report.accepted", _("Report accepted")
    TRANSFERRED = "report.transferred", _("Report transferred")
    SPLIT = "report.split", _("Part of a report transferred")
    JOINED = "report.joined", _("Report joined to another")
    SEPARATED = "report.separated", _("Report separated again")
    VERIFIED_PERSON = "report.verified_person", _("Verification of a person recorded")
    VERIFIED = "report.verified", _("Verification concluded")
    REOPENED = "report.reopened", _("Verification taken up again")
    ANSWERED = "report.answered", _("Reporter answered")
    NOTED = "report.noted", _("Note written")
    READ_MESSAGE = "report.read_message", _("Message of the reporter read")
    WITHDRAWN = "report.withdrawn", _("Report withdrawn by the reporter")
    RESUMED = "report.resumed", _("Withdrawn report taken up again")
    CLOSED = "report.closed", _("Report closed")
