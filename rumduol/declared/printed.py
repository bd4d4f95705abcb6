"""What a cell of the source said, as one code: a number, a range, or why there is none. Pure.

Numbers are kept as printed: "<5" stays "<5" and is never made 4 or 2.5, and nothing printed is never 0.
"""

import re
from dataclasses import dataclass
from decimal import Decimal

from rumduol.declared.enums import NoNumber
from rumduol.reconcile.numerals import Kind, Reading, tidy

PATTERN = re.compile(r"(?:<|<=|>|>=)?[0-9]{1,12}(?:\.[0-9]{1,4})?|[0-9]{1,12}-[0-9]{1,12}")
_INCLUSIVE = re.compile(r"(?:<=|≤|up to|at most|>=|≥|at least)")
_WORDS = {
    NoNumber.NOT_COLLECTED: {"not collected", "not recorded", "not reported", "no data", "nd", "n.d.", "គ្មានទិន្នន័យ", "មិនមានទិន្នន័យ", "មិនបានប្រមូល", "n/r"},
    NoNumber.NOT_APPLICABLE: {"not applicable"},
    NoNumber.HIDDEN: {"s", "c", "x", "*", "**", "***", "suppressed", "confidential", "withheld", "hidden", "លាក់"},
    NoNumber.BLANK: {"", "-", "--", "---", "–", "—", "−", ".", "..", "...", "…", "n/a", "na", "n.a.", "n.a", "#n/a", "null"},
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Cell:
    """A declared cell. `number` where exactly one is printed; `code` as stored."""

    code: str

    @property
    def number(self) -> Decimal | None:
        return Decimal(self.code) if self.code[:1].isdigit() and "-" not in self.code else None

    @property
    def no_number(self) -> NoNumber | None:
        return NoNumber(self.code) if self.code in NoNumber.values else None

    def __eq__(self, other: object) -> bool:
        """Equal to the number that it prints, so that a layout knows zeros."""
        return self.code == other.code if isinstance(other, Cell) else self.number == other

    def __hash__(self) -> int:
        return hash(self.code)


def cell_of(reading: Reading) -> Cell | None:
    """None for what is no number and no lack of one: words, refused cells, percentages, answers, and below zero."""
    text = tidy(reading.text).casefold()
    if reading.kind is Kind.UNKNOWN:
        bare = text if text in _WORDS[NoNumber.HIDDEN] else text.removesuffix(reading.note.casefold()).strip()
        return Cell(next((code for code, words in _WORDS.items() if bare in words), NoNumber.UNKNOWN).value)
    if reading.kind is Kind.NUMBER and reading.least is not None and reading.least >= 0:
        return _known(_written(reading.least))
    if reading.kind is Kind.RANGE:
        return _known(_range(text, reading))
    return None


def _range(text: str, reading: Reading) -> str:
    least, most, inclusive = reading.least, reading.most, _INCLUSIVE.match(text)
    if most is None and least is not None:
        return f">={_written(least)}" if inclusive else f">{_written(least - 1)}"
    if most is None:
        return ""
    if text[:1].isdigit() and least is not None:
        return f"{_written(least)}-{_written(most)}"
    return f"<={_written(most)}" if inclusive else f"<{_written(most + 1)}"


def _written(number: Decimal) -> str:
    whole = number.to_integral_value()
    return str(int(whole)) if whole == number else f"{number.normalize():f}"


def _known(code: str) -> Cell | None:
    return Cell(code) if PATTERN.fullmatch(code) else None
