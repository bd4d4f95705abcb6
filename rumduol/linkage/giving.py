"""What approved rounds found, as figures and releases ask for it (`rumduol.indicators.linkage`): counts, never a line."""

from collections.abc import Sequence

from rumduol.facts.types import Period
from rumduol.indicators.linkage import LinkedRound
from rumduol.linkage import queries
from rumduol.linkage.models import Round


def linked_rounds(period: Period | None) -> list[LinkedRound]:
    """Approved rounds of exactly this period (or all) that count people, the newest first. The database shows their counts to
    whoever may read figures; for everybody else there are none."""
    return [found for one in queries.approved(str(period) if period else None) if (found := _linked(one)) is not None]


def _linked(one: Round) -> LinkedRound | None:
    overlaps = queries.overlaps_of(one)
    if not overlaps or one.approved_at is None:
        return None
    parts, qualities = queries.parts_of(one), queries.qualities_of(one)
    made = queries.estimated(one)
    return LinkedRound(
        number=one.number,
        period=one.period,
        approved_on=one.approved_at.date(),
        lists=len(parts),
        records=sum(part.people for part in parts),
        unique=sum(overlaps.values()),
        repeated=sum(people for lists, people in overlaps.items() if lists.bit_count() > 1),
        precision=_expected([(row.both, row.precision) for row in qualities]),
        recall=_expected([(row.both, row.recall) for row in qualities]),
        known=sum(row.known for row in qualities),
        known_found=sum(row.known_found for row in qualities),
        estimates=made.answer["estimates"] if made else (),
        links_id=one.links_id,
    )


def _expected(rows: Sequence[tuple[int, int | None]]) -> tuple[int, int] | None:
    """(of all pairs together, of the two lists that are worst) in whole per cent."""
    told = [(both, percent) for both, percent in rows if both and percent is not None]
    if not told:
        return None
    together = sum(both * percent for both, percent in told) / sum(both for both, _percent in told)
    return round(together), min(percent for _both, percent in told)
