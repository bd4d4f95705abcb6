"""What a court gave, in words, and how long the accused waited for it."""

from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from rumduol.justice.enums import Outcome
from rumduol.justice.models import Verdict
from rumduol.law.ranges import length_words
from rumduol.shared.dates import PartialDate
from rumduol.shared.khmer import number


def sentence_words(verdict: Verdict) -> str:
    """`Prison: 7 years, of them 18 months suspended; fine: 4,000,000 riel`; empty where nobody was convicted."""
    if verdict.outcome != Outcome.CONVICTED:
        return ""
    parts: list[Any] = []
    if verdict.life:
        parts.append(_("Prison for life"))
    elif verdict.months:
        term = _("Prison: %(term)s") % {"term": term_words(verdict.months)}
        if verdict.suspended_months:
            term += ", " + _("of them %(term)s suspended") % {"term": term_words(verdict.suspended_months)}
        parts.append(term)
    if verdict.fine_riel:
        parts.append(_("fine: %(riel)s riel") % {"riel": _figure(verdict.fine_riel)})
    return "; ".join(str(part) for part in parts) or str(verdict.get_penalty_display())


def term_words(months: int) -> str:
    """`7 years`, `18 months`, `2 years 6 months`."""
    years, left = divmod(months, 12)
    if not left or years < 2:
        return length_words(months)
    return f"{length_words(years * 12)} {length_words(left)}"


def days_between(first: PartialDate | None, last: PartialDate | None) -> int | None:
    """Whole days from one day to another, None where one of them is not known to the day."""
    if first is None or last is None or first.precision != "day" or last.precision != "day":
        return None
    return max(0, (last.first - first.first).days)


def _figure(value: int) -> str:
    language = get_language() or "km"
    return number(value, language, khmer_digits=language == "km")
