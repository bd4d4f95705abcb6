"""What a prosecutor should look at again. Warnings inform; whether one forbids is for the room that asks.

A warning never carries a name or a fact of a case: codes of articles and elements, and numbers of the law itself.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from rumduol.law import queries
from rumduol.law.ranges import range_words
from rumduol.law.types import Article, Element, InForce, Penalty
from rumduol.shared.dates import PartialDate
from rumduol.shared.khmer import to_khmer_digits


class WarningKind(TextChoices):
    NOT_AN_OFFENCE = "not_an_offence", gettext_lazy("Not an offence")
    SUPERSEDED = "superseded", gettext_lazy("Another article prevails")
    CHILD_RANGE = "child_range", gettext_lazy("The victim's age changes the range")
    NOT_IN_FORCE = "not_in_force", gettext_lazy("Not in force on that day")
    PERHAPS_NOT_IN_FORCE = "perhaps_not_in_force", gettext_lazy("Perhaps not in force on that day")
    NO_FACT = "no_fact", gettext_lazy("An element without a fact")
    AGE_AGAINST = "age_against", gettext_lazy("The victim's age does not fit the article")
    NOT_STATED = "not_stated", gettext_lazy("Penalty not stated in our sources")
    BELOW = "below", gettext_lazy("Below the range")
    ABOVE = "above", gettext_lazy("Above the range")
    FINE_OUTSIDE = "fine_outside", gettext_lazy("The fine lies outside the range")
    IMPOSSIBLE = "impossible", gettext_lazy("Not possible")


@dataclass(frozen=True, slots=True)
class LawWarning:
    """One thing to look at. `article` is the code it is about; `other` a prevailing article, `element` a missing one."""

    kind: WarningKind
    article: str
    other: str = ""
    element: str = ""
    penalty: Penalty | None = None

    @property
    def stops(self) -> bool:
        """No court can have meant it: to be corrected, not explained."""
        return self.kind in {WarningKind.IMPOSSIBLE, WarningKind.NOT_AN_OFFENCE, WarningKind.NOT_IN_FORCE}

    @property
    def message(self) -> str:
        """A sentence in the reader's language."""
        return _message(self)


def for_charge(
    code: str,
    *,
    on: PartialDate | date | None = None,
    child: bool | None = None,
    under_15: bool | None = None,
    aggravated: bool = False,
    facts: Collection[str] | None = None,
) -> tuple[LawWarning, ...]:
    """Warnings for charging an article.

    `on` the day of the deed; `child`/`under_15` the victim's age (None: not known); `facts` the codes of the elements for
    which the charge states a fact (None: not asked yet). Raises NotThere for a code that is no article.
    """
    article = queries.article(code)
    found: list[LawWarning] = []
    if not article.chargeable:
        found.append(LawWarning(WarningKind.NOT_AN_OFFENCE, code))
    if on is not None:
        held = article.in_force(on)
        if held is InForce.NO:
            found.append(LawWarning(WarningKind.NOT_IN_FORCE, code))
        elif held is InForce.UNSURE:
            found.append(LawWarning(WarningKind.PERHAPS_NOT_IN_FORCE, code))
    found += [
        LawWarning(WarningKind.SUPERSEDED, code, other=other)
        for other in article.superseded_by
        if on is None or queries.article(other).in_force(on) is not InForce.NO
    ]
    penalty = article.penalty_for(True, under_15, aggravated) if child or under_15 else None
    if penalty is not None and penalty != article.penalty_for(False, False, aggravated):
        found.append(LawWarning(WarningKind.CHILD_RANGE, code, penalty=penalty))
    if child is False and any(one.code == "child" for one in article.elements):
        found.append(LawWarning(WarningKind.AGE_AGAINST, code, element="child"))
    if facts is not None:
        found += [
            LawWarning(WarningKind.NO_FACT, code, element=one.code)
            for one in needed_elements(article, child=bool(child or under_15))
            if one.code not in facts
        ]
    return tuple(found)


def needed_elements(article: Article, *, child: bool) -> tuple[Element, ...]:
    """The elements to be shown. For a child the means does not matter, unless the article asks for it all the same."""
    return tuple(one for one in article.elements if not (child and one.code == "means" and not one.also_for_a_child))


def for_sentence(
    code: str,
    *,
    months: int,
    fine: int | None = None,
    suspended_months: int = 0,
    child: bool | None = None,
    under_15: bool | None = None,
    aggravated: bool = False,
    conduct: str = "",
) -> tuple[LawWarning, ...]:
    """Warnings for a sentence: months of prison (of them suspended), fine in riel. Raises NotThere for no article."""
    limits = queries.limits()
    impossible = (
        months < 0
        or months > limits.longest_months
        or not 0 <= suspended_months <= max(months, 0)
        or (fine is not None and not 0 <= fine <= limits.highest_riel)
    )
    penalty = queries.article(code).penalty_for(child, under_15, aggravated, conduct)
    if impossible:
        return (LawWarning(WarningKind.IMPOSSIBLE, code, penalty=penalty),)
    if penalty is None:
        return (LawWarning(WarningKind.NOT_STATED, code),)
    found: list[LawWarning] = []
    if penalty.months_min is not None and months < penalty.months_min:
        found.append(LawWarning(WarningKind.BELOW, code, penalty=penalty))
    if penalty.months_max is not None and months > penalty.months_max:
        found.append(LawWarning(WarningKind.ABOVE, code, penalty=penalty))
    least, most = penalty.fine_min, penalty.fine_max
    if fine is not None and least is not None and most is not None and not least <= fine <= most:
        found.append(LawWarning(WarningKind.FINE_OUTSIDE, code, penalty=penalty))
    return tuple(found)


def _named(code: str) -> str:
    language = get_language() or "km"
    named = queries.article(code).named(language)
    return to_khmer_digits(named) if language == "km" else named


def _message(warning: LawWarning) -> str:
    article = queries.article(warning.article)
    lines: dict[WarningKind, Any] = {
        WarningKind.NOT_AN_OFFENCE: lambda: _("%(article)s is no offence that can be charged. Choose the article of the offence."),
        WarningKind.SUPERSEDED: lambda: _("Where both say the same, %(other)s prevails over %(article)s (Penal Code, article 671). Check which one to charge."),
        WarningKind.CHILD_RANGE: lambda: _("The victim is a child: the range is now %(range)s."),
        WarningKind.NOT_IN_FORCE: lambda: _("%(article)s was not in force on the day of the deed."),
        WarningKind.PERHAPS_NOT_IN_FORCE: lambda: _("It is not sure that %(article)s was in force on the day of the deed. Find out the day."),
        WarningKind.NO_FACT: lambda: _("No fact is stated for: %(element)s"),
        WarningKind.AGE_AGAINST: lambda: _("%(article)s is about a child, and the victim is recorded as an adult."),
        WarningKind.NOT_STATED: lambda: _("Our sources do not state the penalty of %(article)s. Compare with the text of the law."),
        WarningKind.BELOW: lambda: _("The sentence is below the range (%(range)s). Say why."),
        WarningKind.ABOVE: lambda: _("The sentence is above the range (%(range)s). Say why."),
        WarningKind.FINE_OUTSIDE: lambda: _("The fine lies outside the range (%(range)s). Say why."),
        WarningKind.IMPOSSIBLE: lambda: _("No court gives a sentence like this. Perhaps years were typed as months, or a nought too many."),
    }  # fmt: skip
    missing = next((one.text(get_language() or "km") for one in article.elements if one.code == warning.element), "")
    values = {
        "article": _named(warning.article),
        "other": _named(warning.other) if warning.other else "",
        "range": range_words(warning.penalty),
        "element": missing,
    }
    return str(lines[warning.kind]() % values)
