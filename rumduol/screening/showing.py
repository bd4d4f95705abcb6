"""A reading in words: for each element the questions that were answered "yes"."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from rumduol.screening.enums import AgeGroup
from rumduol.screening.questionnaire import CURRENT_FAST, MEDIUM, STRONG, WEAK, Questionnaire, Words, load
from rumduol.screening.reading import FastReading, Reading, Shown, read_fast
from rumduol.terms import queries as terms

WEIGHTS = {STRONG: _("strong"), MEDIUM: _("medium"), WEAK: _("weak")}
ELEMENTS = {
    "recruitment": _("Recruitment"),
    "transport": _("Transport"),
    "transfer": _("Transfer"),
    "harbouring": _("Harbouring"),
    "receipt": _("Receipt"),
    "sale": _("Sale"),
    "border": _("Crossing a border"),
    "payment": _("Payment to somebody in control"),
    "intended": _("Exploitation was intended"),
}


@dataclass(frozen=True)
class Line:
    """One element or dimension with the words of the answers behind it."""

    label: Any
    signs: tuple[Words, ...]
    present: bool = True
    implied: bool = False


@dataclass(frozen=True)
class ShownReading:
    acts: tuple[Line, ...]
    means: tuple[Line, ...]
    purpose: tuple[Line, ...]
    dimensions: tuple[Line, ...]
    open_questions: tuple[Words, ...]
    needs: tuple[Words, ...]
    wishes: tuple[Words, ...]
    forms: tuple[Any, ...]
    child: bool
    otherwise: "ShownReading | None" = None


def show(questionnaire_code: str, reading: Reading) -> ShownReading:
    """Everything the reading page says, in the reader's language when rendered."""
    questionnaire = load(questionnaire_code)
    return ShownReading(
        acts=tuple(_line(questionnaire, s) for s in reading.acts),
        means=tuple(_line(questionnaire, s) for s in reading.means),
        purpose=tuple(_line(questionnaire, s) for s in reading.purpose),
        dimensions=tuple(_dimensions(questionnaire, reading)),
        open_questions=_signs(questionnaire, reading.open_questions),
        needs=_signs(questionnaire, reading.needs),
        wishes=_signs(questionnaire, reading.wishes),
        forms=tuple(terms.label_lazy("form", form) for form in reading.forms),
        child=reading.read_as == AgeGroup.CHILD,
        otherwise=show(questionnaire_code, reading.otherwise) if reading.otherwise else None,
    )


def show_fast(interview: dict[str, Any]) -> tuple[FastReading, tuple[Words, ...]]:
    """The quick questions: their reading and the signs in words."""
    questionnaire = load(interview.get("fast_version", CURRENT_FAST))
    result = read_fast(questionnaire, interview["fast"])
    return result, _signs(questionnaire, result.signs)


def _signs(questionnaire: Questionnaire, codes: Iterable[str]) -> tuple[Words, ...]:
    return tuple(questionnaire.question(code).sign for code in codes)


def _line(questionnaire: Questionnaire, shown: Shown) -> Line:
    labels = {d.code: d.label for d in questionnaire.dimensions}
    label = ELEMENTS.get(shown.code) or labels.get(shown.code) or terms.label_lazy("form", shown.code)
    return Line(label, _signs(questionnaire, shown.because), implied=shown.implied)


def _dimensions(questionnaire: Questionnaire, reading: Reading) -> Iterable[Line]:
    """Each dimension once, in the set where it shows most, each sign with its weight."""
    for dimension in questionnaire.dimensions:
        found = [d for d in reading.dimensions if d.dimension == dimension.code]
        best = max(found, key=lambda d: (d.present, len(d.because)), default=None)
        if best is None:
            continue
        signs = tuple(
            Words(km=f"{sign.km} ({WEIGHTS[weight]})", en=f"{sign.en} ({WEIGHTS[weight]})")
            for weight, codes in ((STRONG, best.strong), (MEDIUM, best.medium), (WEAK, best.weak))
            for sign in _signs(questionnaire, codes)
        )
        yield Line(dimension.label, signs, present=best.present)
