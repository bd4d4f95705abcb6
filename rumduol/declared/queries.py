"""Reading declared tables. Row security decides which: those of one's offices, and for national figures the confirmed ones."""

from uuid import UUID

from rumduol.access.enums import Permission
from rumduol.access.policies import check_may
from rumduol.access.types import Actor
from rumduol.declared.enums import DeclarationStatus
from rumduol.declared.models import Decision, Declaration
from rumduol.declared.printed import Cell
from rumduol.declared.types import Declared
from rumduol.shared.errors import NotThere


def declarations(by: Actor) -> list[Declaration]:
    """All that the reader may see, newest first."""
    check_may(by, Permission.DECLARED_READ)
    return list(Declaration.objects.order_by("-created_at", "id")[:500])


def declaration_for(by: Actor, declaration_id: UUID) -> Declaration:
    """Raises NotThere when there is none (or none for this reader)."""
    check_may(by, Permission.DECLARED_READ)
    found = Declaration.objects.filter(id=declaration_id).first()
    if found is None:
        raise NotThere()
    return found


def decision_on(declaration: Declaration) -> Decision | None:
    return Decision.objects.filter(declaration=declaration).first()


def standing(indicator: str, period: str) -> list[Declared]:
    """The confirmed tables of a figure and period that no later one has replaced, by agency, office and breakdowns."""
    rows = Declaration.objects.filter(indicator=indicator, period=period, status=DeclarationStatus.CONFIRMED).order_by(
        "created_at", "id"
    )
    newest = {(row.agency_id, row.office_id, tuple(row.breakdowns)): row for row in rows}
    return [as_declared(newest[key]) for key in sorted(newest)]


def replaced_by(row: Declaration) -> Declaration | None:
    """The confirmed table that stands in the place of this one, where there is a later one."""
    return (
        Declaration.objects.filter(
            indicator=row.indicator, period=row.period, breakdowns=row.breakdowns, office_id=row.office_id,
            status=DeclarationStatus.CONFIRMED, created_at__gt=row.created_at,
        )
        .order_by("-created_at")
        .first()
    )  # fmt: skip


def as_declared(row: Declaration) -> Declared:
    """The stored row as values."""
    return Declared(
        id=row.id, agency_id=row.agency_id, office_id=row.office_id, indicator=row.indicator, period=row.period,
        breakdowns=tuple(row.breakdowns), cells={tuple(place): Cell(code) for *place, code in row.cells},
        sums=row.sums, mismatches=row.mismatches,
    )  # fmt: skip
