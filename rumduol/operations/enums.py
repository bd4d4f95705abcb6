"""Words and states of an operation, of the people found, of premises and of expenses."""

from collections.abc import Mapping

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from rumduol.audit.enums import AuditEventName
from rumduol.shared.states import Transitions


class OperationStatus(TextChoices):
    DRAFT = "draft", _("Being planned")
    APPROVED = "approved", _("Approved")
    UNDER_WAY = "under_way", _("Under way")
    OVER = "over", _("Over")
    CALLED_OFF = "called_off", _("Called off")


_S = OperationStatus
# A plan that is approved is not changed any more: it is called off, and planned anew.
TRANSITIONS: Transitions[OperationStatus] = {
    _S.DRAFT: {_S.APPROVED, _S.CALLED_OFF},
    _S.APPROVED: {_S.UNDER_WAY, _S.CALLED_OFF},
    _S.UNDER_WAY: {_S.OVER, _S.CALLED_OFF},
    _S.OVER: set(),
    _S.CALLED_OFF: set(),
}
OWNERS: Mapping[OperationStatus, str] = {
    _S.DRAFT: "investigator",
    _S.APPROVED: "investigator",
    _S.UNDER_WAY: "investigator",
    _S.OVER: "nobody",
    _S.CALLED_OFF: "nobody",
}
PAGES: Mapping[OperationStatus, str] = dict.fromkeys(OperationStatus, "operations:operation")
ENDED = frozenset({_S.OVER, _S.CALLED_OFF})


class TeamRole(TextChoices):
    """Who goes, and for what. Those who care for people are part of the plan, not an afterthought."""

    LEAD = "lead", _("Leads the operation")
    ENTRY = "entry", _("Goes in")
    EVIDENCE = "evidence", _("Secures evidence")
    SOCIAL = "social", _("Social affairs")
    CHILD = "child", _("Child protection: trained to interview children")
    INTERPRETER = "interpreter", _("Interpreter")
    MEDICAL = "medical", _("Medical help")
    TRANSPORT = "transport", _("Transport")


class OperationOutcome(TextChoices):
    """What was there. Values are those of the fact `operation`."""

    FOUND_PEOPLE = "found_people", _("People were found")
    NOBODY_THERE = "nobody_there", _("The place is in use, but nobody we looked for was there")
    PREMISES_EMPTY = "premises_empty", _("The premises were empty")
    CALLED_OFF = "called_off", _("Called off")


class Category(TextChoices):
    """As what somebody was found. Values are those of the fact `operation_person`."""

    VICTIM = "victim", _("Possible victim")
    SUSPECT = "suspect", _("Suspect")
    OTHER = "other", _("Somebody else")


class PremisesResult(TextChoices):
    CLOSED_FOR_GOOD = "closed_for_good", _("Closed for good")
    CLOSED_FOR_A_TIME = "closed_for_a_time", _("Closed for a time")
    WARNED = "warned", _("Warned, stays open")
    OPEN = "open", _("Not closed")


class ItemKind(TextChoices):
    """What was seized. No illegal picture is ever stored here: a device is a line with a place where it lies."""

    PHONE = "phone", _("Telephones")
    COMPUTER = "computer", _("Computers and storage")
    DOCUMENT = "document", _("Papers, ledgers, contracts")
    PASSPORT = "passport", _("Passports and identity papers of others")
    MONEY = "money", _("Money")
    VEHICLE = "vehicle", _("Vehicles")
    WEAPON = "weapon", _("Weapons, restraints")
    DRUG = "drug", _("Drugs")
    OTHER = "other", _("Something else")


class CalledOffReason(TextChoices):
    NOT_SAFE = "not_safe", _("Not safe for the people there")
    EMPTY = "empty", _("The people were moved away before")
    LEAK = "leak", _("The plan became known")
    NO_PEOPLE = "no_people", _("Not enough people or means")
    MISTAKE = "mistake", _("The report turned out to be wrong")
    OTHER = "other", _("Another reason")


LEAK_REASONS = frozenset({CalledOffReason.EMPTY, CalledOffReason.LEAK})


class ExpenseKind(TextChoices):
    ADVANCE = "advance", _("Money needed before")
    CLAIM = "claim", _("Paid from the own pocket")


class ExpenseFor(TextChoices):
    FUEL = "fuel", _("Fuel and transport")
    FOOD = "food", _("Food, water and clothes for the people found")
    LODGING = "lodging", _("A night's stay")
    MEDICAL = "medical", _("Medical help")
    INTERPRETER = "interpreter", _("Interpreter")
    PHONE = "phone", _("Telephone, copies")
    OTHER = "other", _("Something else")


class ExpenseStatus(TextChoices):
    ASKED = "asked", _("Waits for approval")
    APPROVED = "approved", _("Approved, not paid yet")
    PART_PAID = "part_paid", _("Paid in part")
    PAID = "paid", _("Paid")
    REFUSED = "refused", _("Refused")


_E = ExpenseStatus
EXPENSE_TRANSITIONS: Transitions[ExpenseStatus] = {
    _E.ASKED: {_E.APPROVED, _E.REFUSED},
    _E.APPROVED: {_E.PART_PAID, _E.PAID},
    _E.PART_PAID: {_E.PART_PAID, _E.PAID},
    _E.PAID: set(),
    _E.REFUSED: set(),
}
EXPENSE_OWNERS: Mapping[ExpenseStatus, str] = {
    _E.ASKED: "supervisor",
    _E.APPROVED: "supervisor",
    _E.PART_PAID: "supervisor",
    _E.PAID: "nobody",
    _E.REFUSED: "nobody",
}
EXPENSE_PAGES: Mapping[ExpenseStatus, str] = dict.fromkeys(ExpenseStatus, "operations:expenses")
OWED = frozenset({_E.APPROVED, _E.PART_PAID})


class OperationEvent(AuditEventName):
    PLANNED = "operation.planned", _("Operation planned")
    CHANGED = "operation.changed", _("Plan of an operation changed")
    APPROVED = "operation.approved", _("Operation approved")
    BEGUN = "operation.begun", _("Operation begun")
    OVER = "operation.over", _("Operation over")
    CALLED_OFF = "operation.called_off", _("Operation called off")
    PEOPLE = "operation.people", _("People found in an operation recorded")
    TO_SCREENING = "operation.to_screening", _("People found in an operation go to screening")
    SEIZED = "operation.seized", _("Seizure recorded")
    TOLD = "operation.told", _("Told of an operation at the hour of its plan")
    EXPENSE_ASKED = "operation.expense_asked", _("Expense asked for")
    EXPENSE_DECIDED = "operation.expense_decided", _("Expense approved or refused")
    EXPENSE_PAID = "operation.expense_paid", _("Expense paid")
    LEAKS_READ = "operation.leaks_read", _("Leak analysis read")
