"""What can be counted, each with its unit.

A room that wants a new figure adds a kind here and writes it where the change happens.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Source(StrEnum):
    """Where counted rows come from. Every query names one; two sources never meet in one figure."""

    NATIONAL = "national"  # facts written by the rooms
    CTDC = "ctdc"  # the Counter-Trafficking Data Collaborative's synthetic persons, in a table of their own


class Kind(TextChoices):
    """One value per thing that is counted. Values are stored: never rename, only add."""

    REQUEST = "request", _("Request for intervention")
    PERSON_IN_REQUEST = "person_in_request", _("Person in a request")
    TRANSFER = "transfer", _("Request moved to another province")
    VERIFICATION = "verification", _("Verification of a person in a request")
    FINDING = "finding", _("Finding on a request")
    SCREENING = "screening", _("Identification interview")
    VICTIM = "victim", _("Victim, identified or presumed")
    CASE = "case", _("Case opened")
    STEP = "step", _("Step of case management done")
    DECISION = "decision", _("Decision of the person")
    ALARM = "alarm", _("Non-punishment alarm")
    REFERRAL = "referral", _("Referral sent")
    REFERRAL_ANSWER = "referral_answer", _("Answer to a referral")
    UNMET_NEED = "unmet_need", _("Need that nobody could meet")
    CONSENT_WITHDRAWN = "consent_withdrawn", _("Consent withdrawn")
    ADMISSION = "admission", _("Admission to a service")
    DISCHARGE = "discharge", _("End of a service")
    VISIT = "visit", _("Follow-up visit")
    FEEDBACK = "feedback", _("Feedback given by the person")
    CLOSURE = "closure", _("Case closed")
    REOPENING = "reopening", _("Case reopened")


@dataclass(frozen=True)
class Definition:
    """What one fact of a kind stands for.

    `once`: a unit has at most one such fact that counts, so that writing it again replaces the earlier one
    (a request is one request, however often its record is saved). Otherwise each fact is an event of its own.
    """

    unit: Any
    meaning: Any
    once: bool


KINDS: dict[Kind, Definition] = {
    Kind.REQUEST: Definition(_("request"), _("A call, message, visit or note asking for help was received."), True),
    Kind.PERSON_IN_REQUEST: Definition(
        _("person in a request"), _("A person, named or only counted, for whom help was asked."), True
    ),
    Kind.TRANSFER: Definition(
        _("transfer"), _("A request, or part of it, went to the office of another province."), False
    ),
    Kind.VERIFICATION: Definition(
        _("person in a request"), _("What was found when the request was checked on the spot, for one person."), True
    ),
    Kind.FINDING: Definition(_("request"), _("What the facts of a request turned out to be."), True),
    Kind.SCREENING: Definition(_("interview"), _("An identification interview ended with an outcome."), True),
    Kind.VICTIM: Definition(
        _("person"), _("A person was identified (by a mandated agency) or presumed to be a victim."), True
    ),
    Kind.CASE: Definition(_("case"), _("A case was opened for a person."), True),
    Kind.STEP: Definition(_("step of a case"), _("One of the ten steps was completed."), False),
    Kind.DECISION: Definition(_("decision"), _("The person decided something about their own life or case."), False),
    Kind.ALARM: Definition(
        _("alarm"), _("A (presumed) victim was recorded as detained, fined, charged or deported."), False
    ),
    Kind.REFERRAL: Definition(_("referral"), _("A provider was asked to take a person."), True),
    Kind.REFERRAL_ANSWER: Definition(_("referral"), _("The provider answered, or the time to answer passed."), True),
    Kind.UNMET_NEED: Definition(_("need"), _("A service was needed and no provider could give it."), False),
    Kind.CONSENT_WITHDRAWN: Definition(_("decision"), _("The person took back a consent to share."), False),
    Kind.ADMISSION: Definition(_("stay"), _("A service took the person in."), False),
    Kind.DISCHARGE: Definition(_("stay"), _("A service ended for the person."), False),
    Kind.VISIT: Definition(_("visit"), _("A follow-up visit took place, or was tried."), False),
    Kind.FEEDBACK: Definition(_("feedback"), _("The person said what the services were like."), False),
    Kind.CLOSURE: Definition(_("case"), _("A case was closed with a second signature."), False),
    Kind.REOPENING: Definition(_("case"), _("A closed case was opened again."), False),
}
