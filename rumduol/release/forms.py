"""Drafting and returning a release."""

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from rumduol.facts.types import Period
from rumduol.indicators import linkage
from rumduol.indicators.catalogue import Indicator, apart
from rumduol.indicators.forms import FigureForm
from rumduol.indicators.words import period_label
from rumduol.release.enums import InventedWay, ReturnReason, RevisionReason
from rumduol.release.rules import rules


class DraftForm(FigureForm):
    """A figure to be released; the reason only where the same table is public already."""

    most = rules().most_breakdowns

    def may_choose(self, one: Indicator) -> bool:
        return one.releasable

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        lang = get_language() or "km"
        others = [(code, one.word("name", lang)) for code, one in apart().items()]
        self.fields["indicator"].choices += [(_("Of another source"), others)]  # type: ignore[attr-defined]
        self.fields["matched_by"].choices = [("", _("none")), *_rounds()]  # type: ignore[attr-defined]

    reason = forms.ChoiceField(
        label=_("If this table is public already: why is it revised?"),
        choices=[("", "---"), *RevisionReason.choices],
        required=False,
    )
    round_to = forms.TypedChoiceField(
        label=_("How are people protected?"),
        choices=[
            (0, _("Small numbers are hidden; all others are exact")),
            (5, _("Every number is rounded to a multiple of 5, none is hidden")),
            (3, _("Every number is rounded to a multiple of 3, none is hidden")),
        ],
        coerce=int,
        required=False,
        initial=0,
        widget=forms.RadioSelect,
    )
    matched_by = forms.ChoiceField(
        label=_("Different people beside the sum"),
        help_text=_("An approved round of matching without names of the same period. Small overlaps are hidden."),
        required=False,
    )
    even_if_little = forms.BooleanField(required=False, widget=forms.HiddenInput, label="")


def _rounds() -> list[tuple[str, str]]:
    """(number, words) of the rounds that a release can take in."""
    return [
        (
            one.number,
            _("%(number)s, %(period)s, %(n)s lists")
            % {
                "number": one.number,
                "period": period_label(one.period),
                "n": one.lists,
            },
        )
        for one in linkage.rounds()
    ]


class ReturnForm(forms.Form):
    reason = forms.ChoiceField(label=_("Why is it returned?"), choices=ReturnReason.choices, widget=forms.RadioSelect)


class AskForm(FigureForm):
    """A question about one year, to be answered with noise."""

    most = 2

    def may_choose(self, one: Indicator) -> bool:
        return one.code in rules().noise_figures

    def clean_period(self) -> Period:
        period: Period = self.cleaned_data["period"]
        if len(period.whole_years) != 1:
            raise forms.ValidationError(_("Choose one whole year, as 2026: the budget is one of a year."))
        return period


class InventedForm(forms.Form):
    """Of which year a file of invented people is made, and how."""

    year = forms.IntegerField(
        label=_("Year"), min_value=1990, max_value=2200, help_text=_("A whole year whose victims are public, as 2026.")
    )
    way = forms.ChoiceField(label=_("How are people protected?"), choices=InventedWay.choices, widget=forms.RadioSelect)
