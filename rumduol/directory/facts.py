"""A need that nobody could meet is a figure: in it men, boys, people with disabilities and far provinces are seen."""

from rumduol.directory.models import UnmetNeed
from rumduol.facts import actions as facts
from rumduol.facts.enums import Kind


def age_band(age_from: int | None, age_to: int | None) -> str:
    """child / adult / unknown, from the ends of a band."""
    if age_to is not None and age_to < 18:
        return "child"
    if age_from is not None and age_from >= 18:
        return "adult"
    return "unknown"


def unmet(row: UnmetNeed) -> None:
    """One fact per need, with all services asked for."""
    facts.write(
        kind=Kind.UNMET_NEED,
        unit=("unmet_need", row.id),
        on=row.recorded_on,
        place=row.place,
        sex=row.sex or "unknown",
        age_band=age_band(row.age_from, row.age_to),
        form=row.form,
        extra={
            "services": list(row.services),
            "lacking": list(row.lacking),
            "disability": bool(row.disability),
            "tonight": row.tonight,
        },
    )
