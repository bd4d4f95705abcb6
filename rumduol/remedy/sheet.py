"""How a claim is calculated: each line by itself, in whole riel, with the way it was reckoned. Pure: no database.

Every division rounds down to the riel, in favour of nobody being asked for more than the sheet shows.
"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from rumduol.remedy.enums import Currency, LineKind
from rumduol.shared.errors import InvalidInput

MOST_RIEL = 100_000_000_000
CENTS = 100


class LineError(InvalidInput):
    """A line that can't be reckoned; `errors` names the field."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line as it was typed.

    `amount` is in riel, or in US cents. WAGES: `amount` a month for `months`, less what was `paid`. FEES: `amount` taken,
    with simple interest of `permille` a year for `months`. MEDICAL and MORAL: `amount`. `basis` says from what it is known.
    """

    kind: str
    amount: int
    basis: str
    currency: str = Currency.KHR
    months: int = 0
    paid: int = 0
    permille: int = 0

    @classmethod
    def of(cls, stored: Mapping[str, Any]) -> "Line":
        """From what was sealed."""
        return cls(**{name: stored[name] for name in cls.__dataclass_fields__ if name in stored})

    def stored(self) -> dict[str, Any]:
        return {**asdict(self), "kind": str(self.kind), "currency": str(self.currency)}


@dataclass(frozen=True, slots=True)
class Reckoned:
    """A line with its result. `own` is in the line's currency (riel or cents), `interest` the part of it that is interest."""

    line: Line
    own: int
    interest: int
    riel: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """All lines and what they come to in riel."""

    lines: tuple[Reckoned, ...]
    total: int


def reckon(line: Line, rate: int | None) -> Reckoned:
    """One line in riel; `rate` is riel for one US dollar. Raises LineError."""
    _check(line)
    interest = 0
    if line.kind == LineKind.WAGES:
        own = max(0, line.amount * line.months - line.paid)
    elif line.kind == LineKind.FEES:
        interest = line.amount * line.permille * line.months // (1000 * 12)
        own = line.amount + interest
    else:
        own = line.amount
    if line.currency == Currency.USD:
        if not rate:
            raise LineError(errors={"currency": [_("First write how many riel one US dollar is.")]})
        riel = own * rate // CENTS
    else:
        riel = own
    if riel > MOST_RIEL:
        raise LineError(errors={"amount": [_("This is more than any claim. Perhaps a nought too many?")]})
    return Reckoned(line, own, interest, riel)


def _check(line: Line) -> None:
    if line.kind not in LineKind.values:
        raise LineError(errors={"kind": [_("Choose what the money is for.")]})
    if line.currency not in Currency.values:
        raise LineError(errors={"currency": [_("Choose riel or US dollar.")]})
    if not 0 < line.amount <= MOST_RIEL:
        raise LineError(errors={"amount": [_("Write a sum of money.")]})
    if line.kind in {LineKind.WAGES, LineKind.FEES} and not 0 <= line.months <= 1200:
        raise LineError(errors={"months": [_("Write for how many months, 1 to 1,200.")]})
    if line.kind == LineKind.WAGES and (line.months == 0 or line.paid < 0):
        raise LineError(errors={"months": [_("Write for how many months, 1 to 1,200.")]})
    if not 0 <= line.permille <= 1000:
        raise LineError(errors={"permille": [_("Interest a year lies between 0 and 100 percent.")]})


def reckon_all(lines: Iterable[Line], rate: int | None) -> Sheet:
    """The whole sheet. Raises LineError for a line that can't be reckoned."""
    reckoned = tuple(reckon(line, rate) for line in lines)
    return Sheet(reckoned, sum(one.riel for one in reckoned))
