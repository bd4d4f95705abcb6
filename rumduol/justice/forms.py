"""Forms of the pages of a criminal case. Each says who will be able to read what is typed."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from rumduol.agencies import queries as agencies
from rumduol.agencies.enums import AgencyKind
from rumduol.justice import enums
from rumduol.justice.types import CaseSaid, Sentence, SuspectSaid, VictimSaid
from rumduol.law import queries as law
from rumduol.places.fields import PlaceField
from rumduol.shared.fields import AgeField, LineField, NameField, PartialDateField, PhoneField, StoryField
from rumduol.shared.khmer import to_khmer_digits
from rumduol.terms import queries as terms

SEALED = _("Sealed. The office that has the case can read it: now yours, later the prosecutor's and the court's.")
CODED = _(
    "Codes only, no name. Your office, the office that began the case, and offices with which it is shared see it."
)
STATE = tuple(kind for kind in AgencyKind.values if kind != AgencyKind.NGO)
MONTH = _("Day, month or year, as far as known.")


def term_field(list_name: str, label: Any, *, required: bool = False) -> forms.ChoiceField:
    """A choice among the terms of a code list."""
    field = forms.ChoiceField(label=label, required=required)
    field.choices = lambda: terms.choices(list_name, empty=True)
    return field


def choice(label: Any, values: Any, *, radio: bool = False, required: bool = True, **more: Any) -> forms.ChoiceField:
    """A choice among an enumeration; few choices are radio buttons."""
    if radio:
        return forms.ChoiceField(
            label=label, choices=list(values.choices), widget=forms.RadioSelect, required=required, **more
        )
    return forms.ChoiceField(label=label, choices=[("", "---"), *values.choices], required=required, **more)


def tick(label: Any, **more: Any) -> forms.BooleanField:
    return forms.BooleanField(label=label, required=False, **more)


def article_choices() -> list[tuple[str, Any]]:
    """The articles that are offences, grouped by instrument, in the reader's language."""
    language = get_language() or "km"
    shown: list[tuple[str, Any]] = [("", "---")]
    for instrument, rows in law.by_instrument():
        own = [
            (one.code, f"{_digits(one.number, language)} {one.title(language)}".strip())
            for one in rows
            if one.chargeable
        ]
        if own:
            shown.append((instrument.title(language), own))
    return shown


def _digits(number: str, language: str) -> str:
    return to_khmer_digits(number) if language == "km" else number


def article_field(label: Any, *, required: bool = True) -> forms.ChoiceField:
    field = forms.ChoiceField(label=label, required=required)
    field.choices = article_choices
    return field


def office_choices() -> list[tuple[str, Any]]:
    """Offices of the state of which an accused may be an official, grouped by agency; no shelter is among them."""
    language = get_language() or "km"
    names = {one.id: one for one in agencies.all_agencies()}
    groups: dict[str, list[tuple[str, str]]] = {}
    for row in agencies.offices_of_kind(*STATE):
        if not row.confidential:
            owner = names[row.agency_id]
            group = owner.name_km if language == "km" else owner.name_en
            groups.setdefault(str(group), []).append((str(row.id), agencies.office_name(row, language)))
    return [("", "---"), *groups.items()]


class CaseForm(forms.Form):
    """What an inquiry is about."""

    readers = SEALED
    place = PlaceField(label=_("Where it happened"), required=False)
    happened_on = PartialDateField(label=_("When it happened"), required=False, help_text=MONTH)
    form = term_field("form", _("Form of exploitation"))
    second_form = term_field("form", _("Another form of exploitation"))
    article = article_field(_("Article that the inquiry is about"), required=False)
    domestic = term_field("domestic", _("Under national law"))
    palermo = term_field("palermo", _("Under the Palermo Protocol"))
    online = tick(_("It happened on the internet, or began there"))
    child_labour = tick(_("It is about child labour"))
    summary = StoryField(label=_("What is known, in short"), required=False)

    def said(self) -> CaseSaid:
        data = self.cleaned_data
        return CaseSaid(
            place=data["place"] or "", happened_on=data["happened_on"],
            forms=tuple(dict.fromkeys(data[name] for name in ("form", "second_form") if data[name])),
            domestic=data["domestic"], palermo=data["palermo"], article=data["article"], online=data["online"],
            child_labour=data["child_labour"],
        )  # fmt: skip


class OpenForm(CaseForm):
    source = choice(_("What the inquiry began with"), enums.Source, radio=True)
    opened_on = PartialDateField(label=_("When the inquiry began"), help_text=MONTH)
    report = LineField(label=_("Number of the report"), required=False, max_length=20)
    operation = forms.UUIDField(required=False, widget=forms.HiddenInput)
    field_order = ["source", "report", "opened_on"]


class CaseChangeForm(CaseForm):
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


class MoveForm(forms.Form):
    """To which stage, why, when, to whom."""

    readers = SEALED
    to = forms.ChoiceField(label=_("The case goes"), widget=forms.RadioSelect)
    because = choice(
        _("Why"), enums.Because, required=False, help_text=_("Needed where there is more than one reason.")
    )
    on = PartialDateField(label=_("When"), help_text=MONTH)
    to_office = forms.ChoiceField(
        label=_("To which office"), required=False, help_text=_("Leave empty when it stays with your office.")
    )
    text = StoryField(label=_("What the next office should know"), required=False, rows=4)

    def __init__(self, *args: Any, doors: Sequence[Any] = (), offices: Sequence[Any] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = [(str(one), one.label) for one in doors]  # type: ignore[attr-defined]
        if len(doors) == 1:
            self.initial.setdefault("to", str(doors[0]))
        reasons = {reason for (_old, new), own in enums.BECAUSE_OF.items() if new in doors for reason in own}
        self.fields["because"].choices = [  # type: ignore[attr-defined]
            ("", "---"), *[(str(one), one.label) for one in enums.Because if one in reasons]
        ]  # fmt: skip
        self.fields["to_office"].choices = [("", "---"), *offices]  # type: ignore[attr-defined]


class SuspectForm(forms.Form):
    """A person or a company, and the names they go by."""

    readers = SEALED
    kind = choice(_("Who is suspected"), enums.SuspectKind, radio=True, initial=enums.SuspectKind.PERSON)
    name = NameField(label=_("Name"))
    other_names = LineField(label=_("Other names and spellings"), required=False)
    sex = term_field("sex", _("Sex"))
    age = AgeField(label=_("Age"), required=False)
    nationality = term_field("nationality", _("Nationality"))
    documents = LineField(label=_("Number of a paper"), required=False)
    registration = LineField(label=_("Registration number of a company"), required=False)
    phone = PhoneField(label=_("Telephone"), required=False)
    role = term_field("perpetrator_role", _("Role"))
    level = choice(_("How high in it"), enums.Level, radio=True, initial=enums.Level.UNKNOWN)
    official = tick(_("A public official"))
    official_office = forms.ChoiceField(
        label=_("Of which office"), required=False,
        help_text=_("Only when it is a public official. Leave empty when you do not know it."),
    )  # fmt: skip
    means = forms.MultipleChoiceField(label=_("Means used"), required=False, widget=forms.CheckboxSelectMultiple)
    language = term_field("language", _("Language that the person understands"))
    counsel = choice(_("Lawyer"), enums.Counsel, radio=True, initial=enums.Counsel.NONE)
    counsel_on = PartialDateField(label=_("Lawyer since"), required=False, help_text=MONTH)
    at_large_since = PartialDateField(
        label=_("At large since"), required=False, help_text=_("Leave empty when it is known where the person is.")
    )

    IDENTITY = ("name", "other_names", "documents", "phone", "registration")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["means"].choices = terms.choices("means", groups=False)  # type: ignore[attr-defined]
        self.fields["official_office"].choices = office_choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if data.get("official_office") and not data.get("official"):
            self.add_error("official", _("You chose an office: tick this, or leave the office empty."))
        return data

    def said(self) -> SuspectSaid:
        data = self.cleaned_data
        return SuspectSaid(
            kind=data["kind"], sex=data["sex"] or "unknown", age=data["age"], nationality=data["nationality"],
            role=data["role"], level=data["level"], official=data["official"],
            official_office_id=UUID(data["official_office"]) if data["official_office"] else None,
            means=tuple(data["means"]), language=data["language"], counsel=data["counsel"], counsel_on=data["counsel_on"],
            at_large_since=data["at_large_since"],
        )  # fmt: skip

    def identity(self) -> dict[str, str]:
        return {name: str(self.cleaned_data[name] or "") for name in self.IDENTITY}


class NewSuspectForm(SuspectForm):
    contact_on = PartialDateField(label=_("First formal contact with the police"), help_text=MONTH)
    different_person = tick(_("This is somebody else than the suspects whose names sound the same"))


class SuspectChangeForm(SuspectForm):
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


class DayOnlyForm(forms.Form):
    on = PartialDateField(label=_("When"), help_text=MONTH)


class DetainForm(forms.Form):
    kind = choice(_("How the person is held"), enums.DetentionKind, radio=True)
    since = PartialDateField(label=_("Held since"), help_text=MONTH)
    hour = forms.TimeField(
        label=_("At what hour"),
        required=False,
        help_text=_("For police custody, for example 14:30: the law counts hours."),
    )


class SearchForm(forms.Form):
    readers = _("Sealed among the whereabouts. Only the office that has the case can read it.")
    where = LineField(label=_("Where the person was sought"))
    on = PartialDateField(label=_("When"), required=False, help_text=MONTH)


class VictimLinkForm(forms.Form):
    case_number = LineField(
        label=_("Number of the person's case with social affairs"), max_length=20,
        help_text=_("The case worker tells it. You learn nothing of the case; its office is told at once."),
    )  # fmt: skip


class VictimForm(forms.Form):
    readers = SEALED
    name = NameField(label=_("Name"), required=False)
    sex = term_field("sex", _("Sex"))
    age_band = term_field("age", _("Age"))
    nationality = term_field("nationality", _("Nationality"))
    child = choice(_("Under 18 when it happened"), enums.YesNo, radio=True, initial=enums.YesNo.UNKNOWN)
    under_15 = choice(_("Under 15 when it happened"), enums.YesNo, radio=True, initial=enums.YesNo.UNKNOWN)
    case_number = LineField(
        label=_("Number of the person's case with social affairs"), required=False, max_length=20,
        help_text=_("You will see whether the person is in care, and nothing more."),
    )  # fmt: skip

    def said(self) -> VictimSaid:
        data = self.cleaned_data
        return VictimSaid(
            sex=data["sex"] or "unknown", age_band=data["age_band"] or "unknown", nationality=data["nationality"],
            child=data["child"], under_15=data["under_15"], case_number=data["case_number"],
        )  # fmt: skip


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


class EvidenceForm(forms.Form):
    readers = SEALED
    kind = choice(_("What kind of thing"), enums.EvidenceKind)
    what = LineField(label=_("What it is"))
    where = LineField(label=_("Where it was found, and where it is kept"), required=False)
    place = PlaceField(label=_("District in which it was found"), required=False)
    found_on = PartialDateField(label=_("When it was found"), required=False, help_text=MONTH)
    sha256 = LineField(
        label=_("SHA-256"),
        required=False,
        max_length=200,
        help_text=_("Of a file; it is reckoned by itself when you add the file."),
    )
    upload = forms.FileField(label=_("File"), required=False)
    illegal_image = tick(
        _("It shows the abuse of a child"),
        help_text=_("Such material is never stored here. Give its hash, where it is and who has it; add no file."),
    )  # fmt: skip
    locator = LineField(label=_("Where the material is (address, device)"), required=False)
    custodian = LineField(label=_("Who has the material"), required=False)


class GiveForm(forms.Form):
    readers = SEALED
    item = forms.UUIDField(widget=forms.HiddenInput)
    to_person = forms.ChoiceField(label=_("I give it to"))
    note = LineField(label=_("How it is packed and sealed"), required=False)

    def __init__(self, *args: Any, people: Sequence[tuple[str, Any]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to_person"].choices = [("", "---"), *people]  # type: ignore[attr-defined]


class NodeForm(forms.Form):
    readers = SEALED
    suspect = forms.ChoiceField(label=_("A suspect of this case"), required=False)
    kind = forms.ChoiceField(label=_("Or something else"), required=False)
    label = LineField(label=_("Name or number"), required=False)
    note = LineField(label=_("Note"), required=False)

    def __init__(self, *args: Any, suspects: Sequence[tuple[str, Any]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["suspect"].choices = [("", "---"), *suspects]  # type: ignore[attr-defined]
        self.fields["kind"].choices = [  # type: ignore[attr-defined]
            ("", "---"), *[pair for pair in enums.NodeKind.choices if pair[0] != enums.NodeKind.SUSPECT]
        ]  # fmt: skip


class TieForm(forms.Form):
    readers = SEALED
    first = forms.ChoiceField(label=_("From"))
    kind = choice(_("Tie"), enums.TieKind)
    second = forms.ChoiceField(label=_("To"))
    certain = tick(_("It is certain"), initial=True)
    note = LineField(label=_("How it is known"), required=False)

    def __init__(self, *args: Any, nodes: Sequence[tuple[str, Any]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("first", "second"):
            self.fields[name].choices = [("", "---"), *nodes]  # type: ignore[attr-defined]


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


class ShareForm(forms.Form):
    to_office = forms.ChoiceField(label=_("With which office"))
    sections = forms.MultipleChoiceField(
        label=_("Which parts it can open"), required=False, widget=forms.CheckboxSelectMultiple
    )
    days = forms.IntegerField(label=_("For how many days"), min_value=1, max_value=365, initial=90)

    def __init__(self, *args: Any, offices: Sequence[Any] = (), sections: Sequence[Any] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to_office"].choices = [("", "---"), *offices]  # type: ignore[attr-defined]
        self.fields["sections"].choices = list(sections)  # type: ignore[attr-defined]


class ListForm(forms.Form):
    mark_optional = False
    status = choice(_("Stage"), enums.CriminalStatus, required=False)
    number = LineField(label=_("Case number"), required=False, max_length=20)
    given = tick(_("Cases that my office began and another office has now"))
