"""What can be done, and which role may do it: the grid in data/roles.txt is the only place that decides."""

from functools import cache
from pathlib import Path

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from rumduol.agencies.enums import Role
from rumduol.audit.enums import AuditEventName

GRID = Path(__file__).parent / "data" / "roles.txt"


class Permission(TextChoices):
    OWN_ACCOUNT = "own_account", _("Own account, language, sign-in history")
    SEARCH = "search", _("Search within what one may see")
    REPORT_READ = "report_read", _("Read reports")
    REPORT_TAKE = "report_take", _("Take a report")
    REPORT_TRIAGE = "report_triage", _("Triage and route a report")
    REPORT_TRANSFER = "report_transfer", _("Transfer a report to another province")
    REPORT_VERIFY = "report_verify", _("Record what verification found")
    REPORT_ANSWER = "report_answer", _("Answer the reporter")
    SCREENING_READ = "screening_read", _("Read screenings")
    SCREENING_INTERVIEW = "screening_interview", _("Hold a screening interview")
    SCREENING_DECIDE = "screening_decide", _("Conclude a screening")
    SCREENING_REVIEW = "screening_review", _("Give a second look")
    CASE_READ = "case_read", _("Read cases")
    CASE_OPEN = "case_open", _("Open a case")
    CASE_WORK = "case_work", _("Work on a case: steps, plan, visits, decisions")
    CASE_ASSIGN = "case_assign", _("Assign cases to case workers")
    CASE_APPROVE = "case_approve", _("Second signature: plans, closure, reopening")
    REFERRAL_READ = "referral_read", _("Read referrals")
    REFERRAL_SEND = "referral_send", _("Make a referral or transfer")
    REFERRAL_ANSWER = "referral_answer", _("Answer a referral, admit, hand back")
    CONSENT_RECORD = "consent_record", _("Record a consent or its withdrawal")
    CRIMINAL_READ = "criminal_read", _("Read criminal cases")
    CRIMINAL_OPEN = "criminal_open", _("Open a criminal case")
    CRIMINAL_WORK = "criminal_work", _("Work on a criminal case: suspects, evidence, network, requests abroad")
    CRIMINAL_CHARGE = "criminal_charge", _("Charge, replace or drop a charge")
    CRIMINAL_JUDGE = "criminal_judge", _("Record what a court decided")
    REMEDY_READ = (
        "remedy_read",
        _("Read claims for compensation: of own clients, in cases of the own court, of own persons"),
    )
    REMEDY_CLAIM = "remedy_claim", _("Prepare and file a claim for compensation")
    REMEDY_ORDER = "remedy_order", _("Record what the court ordered")
    REMEDY_PAY = "remedy_pay", _("Record a payment of compensation")
    REMEDY_RELEASE = "remedy_release", _("Sign the release of a child's money")
    HEARING_READ = "hearing_read", _("Read the hearings calendar")
    HEARING_WORK = "hearing_work", _("Schedule hearings, witnesses and protective measures")
    SUPERVISION_READ = "supervision_read", _("Read judicial supervision")
    SUPERVISION_SET = "supervision_set", _("Order or end judicial supervision")
    SUPERVISION_SIGN = "supervision_sign", _("Sign that a supervised person reported")
    WARRANT_SIGN = "warrant_sign", _("Sign the request for a warrant")
    DIRECTORY_READ = "directory_read", _("Read the service directory")
    DIRECTORY_EDIT = "directory_edit", _("Edit the service directory: agreements, standards")
    PROVIDER_EDIT = "provider_edit", _("Keep the own service's entry and free places")
    OPERATION_READ = "operation_read", _("See operations one is named in, and what the own office is told")
    OPERATION_PLAN = "operation_plan", _("Plan an operation, and record what came of it")
    OPERATION_SIGN = "operation_sign", _("Confirm, as the second person, who reads a plan")
    OPERATION_APPROVE = "operation_approve", _("Approve a plan that one is named in, and expenses")
    EXPENSE_CLAIM = "expense_claim", _("Ask for money for an operation")
    LEAKS_READ = "leaks_read", _("Read the analysis of operations that were known before")
    FACTS_READ = "facts_read", _("Read de-identified facts")
    FIGURES_READ = "figures_read", _("Read figures before release")
    DECLARED_READ = "declared_read", _("Read declared tables: those of the own office, and confirmed ones of all")
    DECLARED_MAKE = "declared_make", _("Declare a table that the own office counted")
    DECLARED_CONFIRM = "declared_confirm", _("Confirm a declared table as the second person")
    LINKAGE_READ = "linkage_read", _("Read rounds of matching without names: those the office takes part in, or all")
    LINKAGE_RUN = "linkage_run", _("Open, match and end rounds of matching without names")
    LINKAGE_JOIN = "linkage_join", _("Agree to a round for the own office, encode and review its list")
    LINKAGE_APPROVE = "linkage_approve", _("Approve a round of another office as the second person")
    RELEASE_DRAFT = "release_draft", _("Draft a release")
    RELEASE_APPROVE = "release_approve", _("Approve a release")
    AUDIT_READ = "audit_read", _("Read the log of the own agency")
    AUDIT_VERIFY = "audit_verify", _("Verify the log's chain")
    OFFICES_READ = "offices_read", _("See offices and colleagues")
    OFFICES_MANAGE = "offices_manage", _("Create offices, invite and disable people, end roles")
    KEYS_HAND_ON = "keys_hand_on", _("Hand the office key on to a colleague")
    KEYS_ROTATE = "keys_rotate", _("Rotate the office key, recovery by custodians")
    GLASS_BREAK = "glass_break", _("Break the glass when life is in danger")
    GLASS_CONFIRM = "glass_confirm", _("Confirm broken glass for whereabouts")
    CONFLICT_DECLARE = "conflict_declare", _("Declare a conflict of interest")
    CONFLICT_END = "conflict_end", _("Lift a conflict of interest")
    ERASE = "erase", _("Erase a record by destroying its keys")
    INTEGRITY_READ = "integrity_read", _("Read complaints about officials, where named as a reader")
    INTEGRITY_WORK = "integrity_work", _("Work on complaints about officials")


class AccessEvent(AuditEventName):
    REFUSED = "access.refused", _("Refused")
    SIGNED_IN = "access.signed_in", _("Signed in")
    SIGN_IN_FAILED = "access.sign_in_failed", _("Sign-in failed")
    SIGNED_OUT = "access.signed_out", _("Signed out")
    INVITED = "access.invited", _("Invited")
    DISABLED = "access.disabled", _("Person disabled")
    ROLE_GIVEN = "access.role_given", _("Role given")
    ROLE_ENDED = "access.role_ended", _("Role ended")
    OFFICE_MADE = "access.office_made", _("Office made")
    SESSIONS_ENDED = "access.sessions_ended", _("Sessions ended")
    PURPOSE_GIVEN = "access.purpose_given", _("Purpose given")
    SHARED = "access.shared", _("Record shared with another office")
    SHARE_ENDED = "access.share_ended", _("Share ended")
    GLASS_BROKEN = "access.glass_broken", _("Glass broken")
    GLASS_CONFIRMED = "access.glass_confirmed", _("Broken glass confirmed by a second person")
    CONFLICT_DECLARED = "access.conflict_declared", _("Conflict of interest declared")
    CONFLICT_ENDED = "access.conflict_ended", _("Conflict of interest lifted")


@cache
def grid() -> dict[Role, dict[Permission, bool]]:
    """The whole decision table. A cell is `y` or `.`; anything else, or a missing cell, raises ValueError."""
    lines = [line.split() for line in GRID.read_text().splitlines() if line.strip() and not line.startswith("#")]
    columns = [Role(name) for name in lines[0][1:]]
    table: dict[Role, dict[Permission, bool]] = {role: {} for role in columns}
    for name, *cells in lines[1:]:
        if len(cells) != len(columns):
            raise ValueError(f"{GRID.name}: {name} has {len(cells)} cells, not {len(columns)}")
        for role, cell in zip(columns, cells, strict=True):
            if cell not in {"y", "."}:
                raise ValueError(f"{GRID.name}: {name}: {cell!r} is neither y nor .")
            table[role][Permission(name)] = cell == "y"
    return table


@cache
def permissions_of(role: Role) -> frozenset[Permission]:
    """What a role may do."""
    return frozenset(p for p, may in grid()[role].items() if may)
