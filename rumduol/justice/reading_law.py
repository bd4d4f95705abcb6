"""What the law reference says about a charge or a sentence of a case."""

from rumduol.justice.enums import YesNo
from rumduol.justice.models import Charge, CriminalCase
from rumduol.law import queries as law
from rumduol.law import warnings
from rumduol.law.types import Penalty
from rumduol.law.warnings import LawWarning

KNOWN = {YesNo.YES: True, YesNo.NO: False, YesNo.UNKNOWN: None}


def known(answer: str) -> bool | None:
    """yes, no or not known as the law reference takes it."""
    return KNOWN[YesNo(answer)]


def of_charge(case: CriminalCase, charge: Charge) -> tuple[LawWarning, ...]:
    """Warnings for a charge: another article prevails, a child changes the range, an element without a fact."""
    return warnings.for_charge(
        charge.article, on=case.happened_on, child=known(charge.child), under_15=known(charge.under_15),
        aggravated=charge.aggravated, facts=charge.elements,
    )  # fmt: skip


def range_of(charge: Charge) -> Penalty | None:
    """The range of penalty of a charge; None when our sources state none."""
    return law.article(charge.article).penalty_for(known(charge.child), known(charge.under_15), charge.aggravated)


def of_sentence(
    charges: list[Charge], *, months: int, suspended_months: int = 0, fine: int | None = None
) -> tuple[LawWarning, ...]:
    """Warnings for a sentence, against the charge with the highest range: outside of it, or not possible at all."""
    if not charges:
        return ()
    heaviest = max(charges, key=_most)
    return warnings.for_sentence(
        heaviest.article, months=months, suspended_months=suspended_months, fine=fine or None,
        child=known(heaviest.child), under_15=known(heaviest.under_15), aggravated=heaviest.aggravated,
    )  # fmt: skip


def is_lighter(new: Charge, *, than: Charge) -> bool:
    """Whether the longest term of the new charge is shorter; not known counts as not lighter."""
    after, before = _most(new), _most(than)
    return 0 < after < before


def _most(charge: Charge) -> int:
    penalty = range_of(charge)
    return (penalty.months_max or 0) if penalty else 0
