"""What the log of the desk's own agency says. Ids and codes of steps; never whom a complaint is about."""

from django.utils.translation import gettext_lazy as _

from rumduol.audit.enums import AuditEventName


class IntegrityEvent(AuditEventName):
    RECEIVED = "integrity.received", _("Letter received")
    WRITTEN = "integrity.written", _("The source wrote")
    WITHDRAWN = "integrity.withdrawn", _("The source took the letter back")
    MOVED = "integrity.moved", _("Step of a letter recorded")
    ABOUT_CORRECTED = "integrity.about_corrected", _("Particulars of a letter corrected")
    ANSWERED = "integrity.answered", _("Source answered")
    READ_MESSAGE = "integrity.read_message", _("Message of the source read")
    SOURCE_OPENED = "integrity.source_opened", _("Who the source is was looked at")
    PROTECTED = "integrity.protected", _("Protection of the source planned or used")
    READER_NAMED = "integrity.reader_named", _("Reader of a letter named")
    STEPPED_BACK = "integrity.stepped_back", _("Reader of a letter stepped back")
    ADOPTED = "integrity.adopted", _("Letter without a reader taken over")
    TIE_DECLARED = "integrity.tie_declared", _("Tie to an office declared")
    TIE_ENDED = "integrity.tie_ended", _("Tie to an office ended")
    FLAGS_READ = "integrity.flags_read", _("Officials among the accused read")
    PATTERNS_READ = "integrity.patterns_read", _("Patterns read")
