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
    # Of rooms to come: facts/data/schema.toml says which, and when they write them.
    OFFENCE = "offence", _("Offence recorded")
    REPORT_WAY = "report_way", _("Way of a request to a judgment")
    INVESTIGATION = "investigation", _("Criminal investigation")
    SUSPECT = "suspect", _("Person in formal contact with the police")
    ARREST = "arrest", _("Person arrested")
    ARREST_CASE = "arrest_case", _("Criminal case with arrests")
    PROSECUTION = "prosecution", _("Prosecution")
    ACCUSED = "accused", _("Person prosecuted")
    VERDICT = "verdict", _("Judgment on a person")
    SUPERVISION = "supervision", _("Date of judicial supervision")
    COMPENSATION = "compensation", _("Compensation")
    JUSTICE_MEASURE = "justice_measure", _("Measure for a vulnerable witness")
    COOPERATION = "cooperation", _("Cooperation with another country")
    COURT_CASE = "court_case", _("Case received by a court")
    INSPECTION = "inspection", _("Labour inspection")
    VIOLATION = "violation", _("Labour violation")
    CHILD_AT_WORK = "child_at_work", _("Child found in child labour")
    FOREIGN_WORKER = "foreign_worker", _("Foreign worker met in an inspection")
    LABOUR_COMPLAINT = "labour_complaint", _("Labour complaint")
    LICENCE = "licence", _("Licence of a recruitment agency")
    AGENCY_INSPECTION = "agency_inspection", _("Inspection of a recruitment agency")
    SANCTION = "sanction", _("Sanction of a recruitment agency")
    MIGRANT_COMPLAINT = "migrant_complaint", _("Complaint of a migrant")
    ORIENTATION = "orientation", _("Pre-departure orientation")
    REPATRIATION = "repatriation", _("Return to the home country")
    OPERATION = "operation", _("Operation")
    OPERATION_PERSON = "operation_person", _("Person found in an operation")
    PREMISES = "premises", _("Premises closed or warned")
    OFFICIAL_COMPLAINT = "official_complaint", _("Complaint about an official")
    HOTLINE_CALL = "hotline_call", _("Call to a help line")
    ONLINE_REPORT = "online_report", _("Report of an address on the internet")
    PLAN_ACTIVITY = "plan_activity", _("Activity of the national plan")
    SUGGESTION = "suggestion", _("Suggested action")
    PROVISION = "provision", _("Declared state of a mechanism")
    CAMPAIGN = "campaign", _("Awareness activity")
    PUBLIC_EYE = "public_eye", _("Place that helps to watch")
    TRAINING = "training", _("Training session")
    TRAINED = "trained", _("Person trained")
    BUDGET = "budget", _("Budget")
    STAFFING = "staffing", _("Officers in service")
    SHELTER_PLACE = "shelter_place", _("Place in a shelter")
    MARRIAGE_AGE = "marriage_age", _("Women by age at marriage")


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
    Kind.OFFENCE: Definition(_("offence"), _("An offence was recorded by the police."), True),
    Kind.REPORT_WAY: Definition(_("request"), _("How far a request came before police, prosecutor and court."), True),
    Kind.INVESTIGATION: Definition(_("criminal case"), _("An investigation was opened."), True),
    Kind.SUSPECT: Definition(_("person in a criminal case"), _("A person was formally suspected."), True),
    Kind.ARREST: Definition(_("person in a criminal case"), _("A suspect was arrested."), True),
    Kind.ARREST_CASE: Definition(_("criminal case"), _("Somebody was arrested in a criminal case."), True),
    Kind.PROSECUTION: Definition(_("criminal case"), _("A prosecutor brought charges in a criminal case."), True),
    Kind.ACCUSED: Definition(_("person in a criminal case"), _("A person was charged."), True),
    Kind.VERDICT: Definition(_("person in a criminal case"), _("A court judged a person."), True),
    Kind.SUPERVISION: Definition(
        _("reporting date"), _("A person under judicial supervision reported, or did not."), False
    ),
    Kind.COMPENSATION: Definition(_("order or payment"), _("Compensation was ordered or paid."), False),
    Kind.JUSTICE_MEASURE: Definition(_("measure"), _("A measure for a child or vulnerable witness was used."), False),
    Kind.COOPERATION: Definition(_("request or operation"), _("Two countries worked together in a case."), False),
    Kind.COURT_CASE: Definition(_("case"), _("A court received a case."), False),
    Kind.INSPECTION: Definition(_("inspection"), _("A labour inspection ended."), True),
    Kind.VIOLATION: Definition(_("violation"), _("An inspection found a violation."), True),
    Kind.CHILD_AT_WORK: Definition(_("person"), _("A child was found in child labour."), True),
    Kind.FOREIGN_WORKER: Definition(_("person"), _("A foreign worker was met in an inspection."), False),
    Kind.LABOUR_COMPLAINT: Definition(
        _("complaint"), _("A complaint about child labour or forced labour was received."), True
    ),
    Kind.LICENCE: Definition(_("licence"), _("A licence was given or changed."), False),
    Kind.AGENCY_INSPECTION: Definition(_("inspection"), _("A recruitment agency was inspected."), True),
    Kind.SANCTION: Definition(_("sanction"), _("A recruitment agency or broker was sanctioned."), False),
    Kind.MIGRANT_COMPLAINT: Definition(_("complaint"), _("A migrant complained."), True),
    Kind.ORIENTATION: Definition(_("person"), _("A person took part in pre-departure orientation."), False),
    Kind.REPATRIATION: Definition(
        _("person"), _("A person returned home from abroad, or left for the own country."), True
    ),
    Kind.OPERATION: Definition(_("operation"), _("An operation was over."), True),
    Kind.OPERATION_PERSON: Definition(_("person"), _("People were found in an operation."), False),
    Kind.PREMISES: Definition(_("premises"), _("Premises were closed or warned."), False),
    Kind.OFFICIAL_COMPLAINT: Definition(_("complaint"), _("Somebody complained about an official."), True),
    Kind.HOTLINE_CALL: Definition(_("call"), _("A help line answered a call."), False),
    Kind.ONLINE_REPORT: Definition(_("report"), _("An address with child sexual abuse material was reported."), True),
    Kind.PLAN_ACTIVITY: Definition(_("activity"), _("An activity of the national plan was planned or moved on."), True),
    Kind.SUGGESTION: Definition(_("suggestion"), _("An outside report suggested an action."), True),
    Kind.PROVISION: Definition(_("declaration"), _("An office declared whether something exists."), True),
    Kind.CAMPAIGN: Definition(_("person"), _("People were reached by an awareness activity."), False),
    Kind.PUBLIC_EYE: Definition(_("place"), _("A place joined the child-safe network or shows the help line."), True),
    Kind.TRAINING: Definition(_("session"), _("A training session was held."), True),
    Kind.TRAINED: Definition(_("person"), _("A person took part in a training session."), False),
    Kind.BUDGET: Definition(_("amount"), _("Money was approved or spent."), True),
    Kind.STAFFING: Definition(_("person"), _("An agency declared its officers of a year."), True),
    Kind.SHELTER_PLACE: Definition(_("place in a shelter"), _("A provider declared its places of a year."), True),
    Kind.MARRIAGE_AGE: Definition(
        _("person"), _("The civil registry reported women of 20 to 24 by age at marriage."), True
    ),
}
