"""Choosing the figure and the file; filing each line; not confirming."""

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from rumduol.declared.enums import RefusalReason
from rumduol.declared.filing import Choice, Label, can_be_declared, choices, labels_of, suggest
from rumduol.declared.types import OUT, TOTALS
from rumduol.indicators.catalogue import Indicator, subjects
from rumduol.indicators.forms import PeriodField, TableForm
from rumduol.indicators.words import subject_label
from rumduol.reconcile.tables import Table


class DeclareForm(TableForm):
    """Which figure and period the file is for."""

    indicator = forms.ChoiceField(label=_("Figure"))
    period = PeriodField(
        label=_("Period"),
        widget=forms.TextInput(attrs={"maxlength": 20}),
        help_text=_("The months that the numbers cover: a year, a quarter as 2026-Q1, or a month as 2026-03."),
    )
    field_order = ("indicator", "period", "file")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        lang = get_language() or "km"
        groups = [
            (subject_label(subject), [(one.code, one.word("name", lang)) for one in found if can_be_declared(one)])
            for subject, found in subjects().items()
        ]
        self.fields["indicator"].choices = [("", "---"), *(group for group in groups if group[1])]  # type: ignore[attr-defined]


class LinesForm(forms.Form):
    """One question per label of the table: what of our figure it is. `sealed` carries the table itself."""

    sealed = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, table: Table, subject: Indicator, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.labels = {f"line_{number}": label for number, label in enumerate(labels_of(table))}
        proposed = suggest(table, subject)
        self.proposed = len(proposed)
        offered: list[Any] = [
            ("", "---"),
            (TOTALS, _("All of them (the total)")),
            (OUT, _("Leave this line out")),
            *((words, list(values)) for words, values in choices(subject)),
        ]
        part = None
        for name, label in self.labels.items():
            field = forms.ChoiceField(label=label.text, choices=offered, initial=proposed.get(label, ""))
            if part != (label.of_rows, label.level):
                part = (label.of_rows, label.level)
                field.part_title = (label.heading or _("Rows")) if label.of_rows else _("Columns")  # type: ignore[attr-defined]
            self.fields[name] = field

    @property
    def meaning(self) -> dict[Label, Choice]:
        """What was chosen, of a valid form."""
        return {label: self.cleaned_data[name] for name, label in self.labels.items()}


class RefuseForm(forms.Form):
    reason = forms.ChoiceField(
        label=_("Why is it not confirmed?"), choices=RefusalReason.choices, widget=forms.RadioSelect
    )
