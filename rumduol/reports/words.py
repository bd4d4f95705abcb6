"""How answers are said: in the reader's digits, and with a word of its own for everything that is no number."""

from decimal import Decimal

from babel.numbers import format_decimal
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from rumduol.release.formats.dataset import Observation
from rumduol.reports.asked import LineKind
from rumduol.reports.document import Shown
from rumduol.reports.shelf import Answer, Told
from rumduol.shared.khmer import to_khmer_digits


def told_words() -> dict[Told, str]:
    return {
        Told.YES: pgettext("in a report: it exists, it was done", "Yes"),
        Told.NO: pgettext("in a report: it does not exist, it was not done", "No"),
        Told.SUPPRESSED: _("hidden"),
        Told.UNKNOWN: _("not known"),
        Told.NOT_COLLECTED: _("not collected"),
        Told.NOT_APPLICABLE: _("does not apply"),
        Told.NOT_RELEASED: _("not released"),
    }


def legend() -> tuple[tuple[str, str], ...]:
    """Every word that can stand in place of a number, and what it means."""
    said = told_words()
    return (
        (digits("0"), _("Counted: there was nobody.")),
        (said[Told.SUPPRESSED], _("Counted, and hidden so that nobody can be found in it.")),
        (said[Told.UNKNOWN], _("Asked, and nobody could say.")),
        (said[Told.NOT_COLLECTED], _("Nobody counts this.")),
        (said[Told.NOT_APPLICABLE], _("Cannot be, in this case.")),
        (said[Told.NOT_RELEASED], _("Not published for this period.")),
    )


def digits(text: str) -> str:
    return to_khmer_digits(text) if get_language() == "km" else text


def year_words(year: int) -> str:
    return digits(str(year))


def number_words(number: Decimal | int, kind: LineKind = LineKind.NUMBER) -> str:
    """`1,234`, `0.45`, `62.5 %`, `2,200,000,000 ៛`; Khmer digits and separators for Khmer readers."""
    khmer = get_language() == "km"
    pattern = {LineKind.RATE: "#,##0.00", LineKind.PER_CENT: "#,##0.0"}.get(kind, "#,##0")
    said = digits(format_decimal(number, format=pattern, locale="km" if khmer else "en"))
    return f"{said} %" if kind is LineKind.PER_CENT else f"{said} ៛" if kind is LineKind.RIEL else said


def shown(answer: Answer) -> Shown:
    return shown_answer(answer, LineKind.NUMBER)


def shown_answer(answer: Answer, kind: LineKind) -> Shown:
    if answer.number is None:
        return Shown(told_words()[answer.told], answer.told)
    return Shown(number_words(answer.number, kind), answer.told, float(answer.number))


def shown_observation(seen: Observation) -> Shown:
    return shown(Answer(Told(seen.kind.code), None if seen.number is None else Decimal(seen.number)))
