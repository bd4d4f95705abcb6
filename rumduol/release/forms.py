"""Drafting and returning a release."""

from django import forms
from django.utils.translation import gettext_lazy as _

from rumduol.indicators.catalogue import Indicator
from rumduol.indicators.forms import FigureForm
from rumduol.release.enums import ReturnReason, RevisionReason
from rumduol.release.rules import rules


class DraftForm(FigureForm):
    """A figure to be released; the reason only where the same table is public already."""

    most = rules().most_breakdowns

    def may_choose(self, one: Indicator) -> bool:
        return one.releasable

    reason = forms.ChoiceField(
        label=_("If this table is public already: why is it revised?"),
        choices=[("", "---"), *RevisionReason.choices],
        required=False,
    )


class ReturnForm(forms.Form):
    reason = forms.ChoiceField(label=_("Why is it returned?"), choices=ReturnReason.choices, widget=forms.RadioSelect)
