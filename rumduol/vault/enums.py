from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from rumduol.audit.enums import AuditEventName


class KeyKind(TextChoices):
    OFFICE = "office", _("Key of an office")
    DUTY = "duty", _("Duty key of an agency")


class Section(TextChoices):
    """The parts in which a record is sealed; each is shared, or not, by itself."""

    IDENTITY = "identity", _("Identity")
    CONTACT = "contact", _("Contact")
    NARRATIVE = "narrative", _("What was told")
    HEALTH = "health", _("Health")
    WHEREABOUTS = "whereabouts", _("Whereabouts")
    EVIDENCE = "evidence", _("Evidence")
    INTERVIEW = "interview", _("Interview")
    WISHES = "wishes", _("Wishes and decisions, in the person's words")
    NOTES = "notes", _("Notes of the office")
    PLAN = "plan", _("Plan")
    JUSTICE = "justice", _("Justice")
    FILE = "file", _("File")
    COMPLAINT = "complaint", _("Complaint about an official")
    ABOUT = "about", _("Whom a complaint is about")
    SOURCE = "source", _("Who the source is")


class LookWay(TextChoices):
    """How a named section was given out."""

    SCREEN = "screen", _("On the screen")
    PAPER = "paper", _("On paper")


class Purpose(TextChoices):
    """Why somebody opens a sealed section; asked once per file and day."""

    OWN_WORK = "own_work", _("My own work with this person")
    SAFETY = "safety", _("A question of safety")
    REFERRAL = "referral", _("Referral or transfer")
    SUPERVISION = "supervision", _("Supervision")
    PERSON_ASKED = "person_asked", _("The person asked for it")
    LAW = "law", _("A duty under the law")


class VaultEvent(AuditEventName):
    OPENED = "vault.opened", _("Sealed section opened")
    OPENED_MANY = "vault.opened_many", _("Sealed sections opened in a list")
    SEALED = "vault.sealed", _("Section sealed")
    SHARED = "vault.shared", _("Section shared")
    UNSHARED = "vault.unshared", _("Section no longer shared")
    HANDED_OVER = "vault.handed_over", _("Record handed over to another office")
    ERASED = "vault.erased", _("Record erased")
    KEY_MADE = "vault.key_made", _("Office key made")
    KEY_HANDED_ON = "vault.key_handed_on", _("Office key handed on to a colleague")
    KEY_ROTATED = "vault.key_rotated", _("Office key rotated")
    KEY_REWRAPPED = "vault.key_rewrapped", _("Sections moved to the renewed key")
    CUSTODIANS_NAMED = "vault.custodians_named", _("Words for custodians made")
    KEY_RECOVERED = "vault.key_recovered", _("Office key recovered by custodians")
    KEY_RECOVERY_FAILED = "vault.key_recovery_failed", _("Recovery of an office key failed")
    SEARCHED = "vault.searched", _("Sealed names searched")
    FILE_ADDED = "vault.file_added", _("File sealed")
    NAMED = "vault.named", _("Reader of a sealed plan named")
    NAMED_CONFIRMED = "vault.named_confirmed", _("Reader of a sealed plan confirmed by a second person")
    NAMED_ENDED = "vault.named_ended", _("Reader of a sealed plan no longer reads")
    LOOKED = "vault.looked", _("Sealed plan shown to a named reader")
