"""A range of penalty in words, in the reader's language."""

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from rumduol.law.types import Penalty
from rumduol.shared.khmer import number


def range_words(penalty: Penalty | None) -> str:
    """`prison: 7 years to 15 years; fine: 4,000,000 to 10,000,000 riel`; says so when the sources state nothing."""
    parts = []
    if penalty is not None and penalty.months_min is not None and penalty.months_max is not None:
        parts.append(
            _("prison: %(least)s to %(most)s")
            % {"least": length_words(penalty.months_min), "most": length_words(penalty.months_max)}
        )
    if penalty is not None and penalty.fine_min is not None and penalty.fine_max is not None:
        parts.append(
            _("fine: %(least)s to %(most)s riel")
            % {"least": _figure(penalty.fine_min), "most": _figure(penalty.fine_max)}
        )
    return "; ".join(parts) or _("not stated in our sources")


def length_words(months: int) -> str:
    """A term of prison: `7 years`, `18 months`."""
    if months % 12 == 0:
        return _("%(n)s years") % {"n": _figure(months // 12)}
    return _("%(n)s months") % {"n": _figure(months)}


def _figure(value: int) -> str:
    language = get_language() or "km"
    return number(value, language, khmer_digits=language == "km")
