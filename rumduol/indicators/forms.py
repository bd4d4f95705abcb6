"""Choosing what a figure shows."""

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from rumduol.facts.types import Period
from rumduol.indicators.breakdowns import breakdown
from rumduol.indicators.catalogue import Indicator, catalogue, indicator, subjects
from rumduol.indicators.queries import MOST_BREAKDOWNS, MOST_SHOWN, size
from rumduol.indicators.words import dimension_label, subject_label
from rumduol.shared.errors import NotThere
from rumduol.shared.khmer import number, to_latin_digits


class PeriodField(forms.Field):
    """`2026`, `2026-Q1`, `2026-03` or `2026-01..2026-06`, in Khmer or Latin digits."""

    default_error_messages = {
        "not_a_period": _("Write a year (2026), a quarter (2026-Q1), a month (2026-03) or months (2026-01..2026-06).")
    }

    def to_python(self, value: Any) -> Any:
        if value in self.empty_values:
            return None
        text = to_latin_digits(str(value)).strip().upper()
        try:
            return Period.parse(text)
        except ValueError:
            raise forms.ValidationError(self.error_messages["not_a_period"], code="not_a_period") from None


class DayField(forms.DateField):
    """A day as 2026-03-31, in Khmer or Latin digits."""

    def to_python(self, value: Any) -> Any:
        return super().to_python(to_latin_digits(value).strip() if isinstance(value, str) else value)


def check_size(subject: Indicator, breakdowns: list[str]) -> None:
    """Raises ValidationError where a page could not show the table."""
    if (cells := size(subject, breakdowns)) > MOST_SHOWN:
        lang = get_language() or "km"
        raise forms.ValidationError(
            _("This table could have %(cells)s cells. Choose fewer breakdowns, so that it has at most %(most)s."),
            params={
                "cells": number(cells, lang, khmer_digits=lang == "km"),
                "most": number(MOST_SHOWN, lang, khmer_digits=lang == "km"),
            },
        )


class ShownForm(forms.Form):
    """What the page of one indicator shows: a period, its breakdowns, and as known on which day."""

    period = PeriodField(
        label=_("Period"),
        widget=forms.TextInput(attrs={"maxlength": 20}),
        help_text=_("A year, or a quarter as 2026-Q1, or a month as 2026-03."),
    )
    breakdowns = forms.MultipleChoiceField(
        label=_("Broken down by"), widget=forms.CheckboxSelectMultiple, required=False
    )
    as_of = DayField(
        label=_("As it was known at the end of"),
        required=False,
        widget=forms.TextInput(attrs={"maxlength": 10, "inputmode": "numeric"}),
        help_text=_("A day as 2026-03-31. Empty: as it is known now."),
        input_formats=["%Y-%m-%d"],
    )

    def __init__(self, subject: Indicator, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.subject = subject
        names = [(name, dimension_label(name)) for name in subject.breakdowns]
        self.fields["breakdowns"].choices = names  # type: ignore[attr-defined]

    def clean_breakdowns(self) -> list[str]:
        chosen: list[str] = self.cleaned_data["breakdowns"]
        if len(chosen) > MOST_BREAKDOWNS:
            raise forms.ValidationError(
                _("Choose at most %(most)s. Make another table for the rest."), params={"most": MOST_BREAKDOWNS}
            )
        check_size(self.subject, chosen)
        return chosen


class FunnelForm(forms.Form):
    """The period of the first contact with the police, and into which groups the people are parted."""

    period = PeriodField(
        label=_("Period"),
        widget=forms.TextInput(attrs={"maxlength": 20}),
        help_text=_("A year, or a quarter as 2026-Q1, or a month as 2026-03."),
    )
    by = forms.ChoiceField(
        label=_("Broken down by"),
        choices=[
            ("citizenship", _("Cambodian or foreign")),
            ("level", _("How high in it")),
            ("sex", _("Sex")),
            ("province", _("Province")),
        ],
    )
    reported = forms.BooleanField(label=_("Only people to whom a report led"), required=False)


class FigureForm(forms.Form):
    """Indicator, period and up to `most` breakdowns."""

    most = MOST_BREAKDOWNS

    indicator = forms.ChoiceField(label=_("Figure"))
    period = PeriodField(
        label=_("Period"),
        widget=forms.TextInput(attrs={"maxlength": 20}),
        help_text=_("A year, or a quarter as 2026-Q1, or a month as 2026-03."),
    )
    breakdowns = forms.MultipleChoiceField(label=_("Broken down by"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        lang = get_language() or "km"
        groups = [
            (subject_label(subject), [(one.code, one.word("name", lang)) for one in found if self.may_choose(one)])
            for subject, found in subjects().items()
        ]
        names = dict.fromkeys(name for one in catalogue().values() if self.may_choose(one) for name in one.breakdowns)
        self.fields["indicator"].choices = [group for group in groups if group[1]]  # type: ignore[attr-defined]
        self.fields["breakdowns"].choices = [(name, dimension_label(name)) for name in names]  # type: ignore[attr-defined]

    def may_choose(self, one: Indicator) -> bool:
        """Which indicators are offered: those that make a table."""
        return one.countable

    def clean_breakdowns(self) -> list[str]:
        chosen: list[str] = self.cleaned_data["breakdowns"]
        if len(chosen) > self.most:
            raise forms.ValidationError(
                _("Choose at most %(most)s. Make another table for the rest."), params={"most": self.most}
            )
        return chosen

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if "indicator" in data and "breakdowns" in data:
            subject = indicator(data["indicator"])
            for name in data["breakdowns"]:
                try:
                    breakdown(subject, name)
                except NotThere:
                    self.add_error(
                        "breakdowns",
                        forms.ValidationError(
                            _("“%(name)s” is not known for this figure."), params={"name": dimension_label(name)}
                        ),
                    )
            if not self.errors:
                try:
                    check_size(subject, data["breakdowns"])
                except forms.ValidationError as error:
                    self.add_error("breakdowns", error)
        return data


class TableForm(forms.Form):
    """A file of tables that somebody else counted, to be checked and not kept."""

    largest = 5_000_000  # bytes

    file = forms.FileField(
        label=_("Table"),
        help_text=_("An Excel file (.xlsx) or a CSV file, at most 5 MB, with numbers only and nobody's name in it."),
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > self.largest:
            raise forms.ValidationError(_("The file is larger than 5 MB. Divide it into smaller tables."), code="large")
        return file
