"""Charges, verdicts, requests between countries."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rumduol.justice import enums
from rumduol.justice.forms.fields import MONTH, SEALED, article_field, choice, term_field, tick
from rumduol.justice.types import Sentence
from rumduol.shared.fields import LineField, PartialDateField, StoryField


class ChargeForm(forms.Form):
    """An article, and the victim's age as far as the range of penalty hangs on it."""

    readers = SEALED
    suspect = forms.ChoiceField(label=_("Who is charged"))
    article = article_field(_("Article"))
    on = PartialDateField(label=_("When"), help_text=MONTH)
    child = choice(_("A victim was under 18"), enums.YesNo, radio=True, initial=enums.YesNo.UNKNOWN)
    under_15 = choice(_("A victim was under 15"), enums.YesNo, radio=True, initial=enums.YesNo.UNKNOWN)
    aggravated = tick(_("Aggravated"))
    attempt = tick(_("Attempt"))

    def __init__(self, *args: Any, suspects: Sequence[tuple[str, Any]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "suspect" in self.fields:
            self.fields["suspect"].choices = [("", "---"), *suspects]  # type: ignore[attr-defined]


class ReplaceForm(ChargeForm):
    """Another charge in the place of one that stands."""

    suspect = None  # type: ignore[assignment]
    attempt = None  # type: ignore[assignment]
    because = choice(_("Why the charge changes"), enums.WhyChanged)
    reason = StoryField(label=_("The reason, in a sentence"), rows=3)


class DropForm(forms.Form):
    readers = SEALED
    on = PartialDateField(label=_("When"), help_text=MONTH)
    because = choice(_("Why the charge is dropped"), enums.WhyChanged)
    reason = StoryField(label=_("The reason, in a sentence"), rows=3)


class VerdictForm(forms.Form):
    readers = SEALED
    suspect = forms.ChoiceField(label=_("Who was judged"))
    outcome = choice(_("What the court decided"), enums.Outcome, radio=True)
    on = PartialDateField(label=_("When"), help_text=MONTH)
    in_absentia = tick(_("The accused was not there (in absentia)"))
    penalty = choice(_("Penalty"), enums.Penalty, radio=True, initial=enums.Penalty.NONE)
    years = forms.IntegerField(label=_("Prison: years"), required=False, min_value=0, max_value=9999)
    months = forms.IntegerField(label=_("Prison: and months"), required=False, min_value=0, max_value=9999)
    life = tick(_("Prison for life"))
    suspended_months = forms.IntegerField(
        label=_("Of them suspended, in months"), required=False, min_value=0, max_value=9999
    )
    fine_riel = forms.IntegerField(label=_("Fine in riel"), required=False, min_value=0)
    reason = StoryField(label=_("The court's reason, when the sentence lies outside the range"), required=False, rows=3)

    def __init__(self, *args: Any, suspects: Sequence[tuple[str, Any]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["suspect"].choices = [("", "---"), *suspects]  # type: ignore[attr-defined]

    def sentence(self) -> Sentence:
        data = self.cleaned_data
        return Sentence(
            penalty=data["penalty"], months=(data["years"] or 0) * 12 + (data["months"] or 0),
            suspended_months=data["suspended_months"] or 0, life=data["life"], fine_riel=data["fine_riel"] or 0,
        )  # fmt: skip


class CooperationForm(forms.Form):
    readers = SEALED
    kind = choice(_("What is asked"), enums.CooperationKind, radio=True)
    direction = choice(_("Who asks"), enums.Direction, radio=True)
    country = term_field("nationality", _("The other country"), required=True)
    suspect = forms.ChoiceField(label=_("About which suspect"), required=False)
    on = PartialDateField(label=_("When it was asked"), help_text=MONTH)
    text = StoryField(label=_("What is asked for"), required=False, rows=4)

    def __init__(self, *args: Any, suspects: Sequence[tuple[str, Any]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["suspect"].choices = [("", "---"), *suspects]  # type: ignore[attr-defined]


class AnswerForm(forms.Form):
    readers = SEALED
    status = forms.ChoiceField(
        label=_("Answer"), choices=[pair for pair in enums.CooperationStatus.choices if pair[0] != "asked"]
    )
    on = PartialDateField(label=_("When it was answered"), help_text=MONTH)
    text = LineField(label=_("What was answered"), required=False)
