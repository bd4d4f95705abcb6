"""Declaring a table that an agency counted itself, and the second person's word on it. Rows are only added."""

from collections.abc import Mapping
from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from rumduol.access.enums import Permission, permissions_of
from rumduol.access.types import Actor
from rumduol.agencies import queries as agencies
from rumduol.agencies.enums import Role
from rumduol.audit import actions as audit
from rumduol.audit.actions import Subject
from rumduol.declared import policies, queries
from rumduol.declared.enums import DeclarationStatus, DeclaredEvent, RefusalReason
from rumduol.declared.filing import Choice, Label, can_be_declared, filed
from rumduol.declared.models import Decision, Declaration
from rumduol.facts.types import Period
from rumduol.indicators import queries as indicators
from rumduol.notices.actions import notify
from rumduol.notices.enums import NoticeKind
from rumduol.reconcile.checking import check_table
from rumduol.reconcile.relations import relations_of
from rumduol.reconcile.tables import Table
from rumduol.shared.dates import today
from rumduol.shared.errors import InvalidInput, WrongState

KIND = "declaration"  # of record, for notices


class NewerStands(WrongState):
    default = _("A later table for the same figure and period is confirmed already. This one cannot take its place.")


def declare(
    *, indicator: str, period: Period, table: Table, meaning: Mapping[Label, Choice], sha256: str, by: Actor
) -> Declaration:
    """Keep a table as declared: codes and numbers as printed, and how many of its sums do not hold.

    A table with mismatches is kept with their number; nothing is put right. `sha256`: of the file it came in.
    Raises NotThere for an unknown figure, InvalidInput for a period to come, NotFiled for lines that cannot be filed.
    """
    policies.check_can_declare(by)
    subject = indicators.indicator(indicator)
    if not can_be_declared(subject):
        raise InvalidInput(errors={"indicator": [_("This figure is a share or a median. Only numbers are declared.")]})
    if period.last >= str(today())[:7]:
        raise InvalidInput(errors={"period": [_("This period is not over yet.")]})
    done = filed(table, subject, meaning)
    sums = len(relations_of(table))
    with transaction.atomic():
        row = Declaration.objects.create(
            agency_id=by.agency_id,
            office_id=by.office_id,
            indicator=subject.code,
            period=str(period),
            breakdowns=list(done.breakdowns),
            cells=[[*place, cell.code] for place, cell in done.cells.items()],
            sums=sums,
            mismatches=min(len(check_table(table)), sums),
            sha256=sha256,
            declared_by=by.person_id,
        )
        _log(DeclaredEvent.DECLARED, row, by, mismatches=str(row.mismatches))
        _tell_who_can_confirm(row)
    return row


def confirm(*, declaration_id: UUID, by: Actor) -> Declaration:
    """The second person stands in for it: from now on it is shown beside the counted figure.

    Raises SecondPersonNeeded for whoever declared it, NewerStands when a later one is confirmed.
    """
    with transaction.atomic():
        row = _locked(declaration_id, by)
        policies.check_can_confirm(row, by)
        if queries.replaced_by(row) is not None:
            raise NewerStands()
        return _decide(row, DeclarationStatus.CONFIRMED, DeclaredEvent.CONFIRMED, by)


def refuse(*, declaration_id: UUID, reason: RefusalReason | str, by: Actor) -> Declaration:
    """The second person does not confirm it. It stays readable for the office and counts nowhere."""
    if reason not in RefusalReason.values:
        raise InvalidInput(errors={"reason": [_("Say why it is not confirmed.")]})
    with transaction.atomic():
        row = _locked(declaration_id, by)
        policies.check_can_refuse(row, by)
        return _decide(row, DeclarationStatus.REFUSED, DeclaredEvent.REFUSED, by, reason=str(reason))


# ---- steps of the above -------------------------------------------------------------------------------------------


def _locked(declaration_id: UUID, by: Actor) -> Declaration:
    """The application can't lock a row that it can't change, so decisions of one declaration queue here."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"declared.{declaration_id}"])
    return queries.declaration_for(by, declaration_id)


def _decide(
    row: Declaration, to: DeclarationStatus, event: DeclaredEvent, by: Actor, *, reason: str = ""
) -> Declaration:
    Decision.objects.create(declaration=row, status=to, reason=reason, decided_by=by.person_id)
    row.refresh_from_db()  # the trigger moved it
    notify(
        kind=NoticeKind.SIGNED if to == DeclarationStatus.CONFIRMED else NoticeKind.NOT_SIGNED,
        record_kind=KIND, record_id=row.id, to_people=[row.declared_by],
    )  # fmt: skip
    _log(event, row, by, **({"reason": reason} if reason else {}))
    return row


def _tell_who_can_confirm(row: Declaration) -> None:
    """Those of the office that counted and of the one above it whose role confirms. Whoever declared it is not told."""
    roles = [role for role in Role if Permission.DECLARED_CONFIRM in permissions_of(role)]
    office = agencies.office(row.office_id)
    for office_id in (row.office_id, office.parent_id):
        if office_id is not None:
            notify(
                kind=NoticeKind.SIGNATURE_WANTED, record_kind=KIND, record_id=row.id, to_office=office_id, roles=roles
            )


def _log(event: DeclaredEvent, row: Declaration, by: Actor, **detail: str) -> None:
    told = {"indicator": row.indicator, "period": row.period, **detail}
    audit.record(event, by=by, subject=Subject("declaration", row.id), detail=told)
