"""Opening a round, bringing a file, saying what two lines are, cancelling."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from rumduol.agencies import queries as agencies
from rumduol.agencies.enums import AgencyKind
from rumduol.indicators.forms import PeriodField
from rumduol.linkage.enums import Basis, CancelReason, DeclineReason, ListKind, RoundPurpose, Verdict
from rumduol.linkage.models import Twin

MOST_OFFICES = 6  # on one form; a list of the country is joined by office, not by province
KEEP_LISTS = (
    AgencyKind.POLICE, AgencyKind.GENDARMERIE, AgencyKind.CYBERCRIME, AgencyKind.SOCIAL_AFFAIRS,
    AgencyKind.FOREIGN_AFFAIRS, AgencyKind.IMMIGRATION, AgencyKind.NGO, AgencyKind.HELPLINE,
)  # fmt: skip


class RoundForm(forms.Form):
    """What a round is for, and which lists take part."""

    purpose = forms.ChoiceField(label=_("What is it for?"), choices=RoundPurpose.choices, widget=forms.RadioSelect)
    period = PeriodField(
        label=_("Period"),
        widget=forms.TextInput(attrs={"maxlength": 20}),
        help_text=_("Whom the offices met in this time: a year, a quarter as 2026-Q1, or a month as 2026-03."),
    )
    basis = forms.ChoiceField(label=_("What allows it?"), choices=Basis.choices, widget=forms.RadioSelect)
    dry_run = forms.BooleanField(label=_("A trial: nothing goes to the figures, whatever is found"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        lang = get_language() or "km"
        offices = [
            (str(office.id), agencies.office_name(office, lang)) for office in agencies.offices_of_kind(*KEEP_LISTS)
        ]
        for number in range(MOST_OFFICES):
            needed = number < 2
            office = forms.ChoiceField(label=_("Office"), choices=[("", "---"), *offices], required=needed)
            office.part_title = _("List %(letter)s") % {"letter": chr(ord("A") + number)}  # type: ignore[attr-defined]
            self.fields[f"office_{number}"] = office
            self.fields[f"kind_{number}"] = forms.ChoiceField(
                label=_("What does it bring?"), choices=ListKind.choices, required=needed, initial=ListKind.CASES
            )

    @property
    def lists(self) -> list[tuple[UUID, ListKind]]:
        """(office, kind) of each line that was filled in, of a valid form."""
        data = self.cleaned_data
        return [
            (UUID(data[f"office_{number}"]), ListKind(data[f"kind_{number}"] or ListKind.CASES))
            for number in range(MOST_OFFICES)
            if data.get(f"office_{number}")
        ]


class FileForm(forms.Form):
    """A table of the office's own, or the file that its own system encoded."""

    file = forms.FileField(label=_("File"))

    def __init__(self, kind: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["file"]
        if kind == ListKind.TABLE:
            field.help_text = _(
                "CSV UTF-8. The first line names the columns: name (or given_name and surname), date_of_birth, sex, "
                "place, id. The file is read, encoded and forgotten."
            )
        else:
            field.help_text = _("What ./run encode wrote: a name that ends in .encoded.jsonl.")


class ReviewForm(forms.Form):
    """One question per pair."""

    def __init__(self, twins: list[Twin], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.twins = twins
        for number, twin in enumerate(twins, start=1):
            self.fields[str(twin.id)] = forms.ChoiceField(
                label=_("Pair %(n)s") % {"n": number}, choices=Verdict.choices, widget=forms.RadioSelect,
                required=False, initial=twin.verdict or None,
            )  # fmt: skip

    @property
    def verdicts(self) -> dict[UUID, str]:
        """What was answered, of a valid form."""
        return {twin.id: self.cleaned_data[str(twin.id)] for twin in self.twins if self.cleaned_data[str(twin.id)]}


class DeclineForm(forms.Form):
    reason = forms.ChoiceField(
        label=_("Why does your office not take part?"), choices=DeclineReason.choices, widget=forms.RadioSelect,
        help_text=_("All offices of the round read this."),
    )  # fmt: skip


class CancelForm(forms.Form):
    reason = forms.ChoiceField(label=_("Why is it cancelled?"), choices=CancelReason.choices, widget=forms.RadioSelect)
