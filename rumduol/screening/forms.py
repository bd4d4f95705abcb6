"""What officers fill in. Each form hands an action what it takes; the action decides."""

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from typing import Any
from uuid import uuid4

from django import forms
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from rumduol.access.types import Actor
from rumduol.agencies import queries as agencies
from rumduol.agencies.enums import AgencyKind
from rumduol.places.fields import PlaceField
from rumduol.screening import policies
from rumduol.screening.enums import (
    POSITIVE,
    AgeGroup,
    Answer,
    AskedBy,
    Domestic,
    Guardian,
    Interpreter,
    Outcome,
    Palermo,
    Support,
)
from rumduol.screening.questionnaire import Question, Questionnaire
from rumduol.screening.reading import Reading
from rumduol.screening.types import ConditionsSaid, Decision, PersonAsked
from rumduol.shared.dates import today
from rumduol.shared.errors import InvalidInput
from rumduol.shared.fields import AgeField, DayField, NameField, StoryField
from rumduol.shared.khmer import to_khmer_digits
from rumduol.terms import queries as terms
from rumduol.terms.countries import UNKNOWN_NATIONALITY
from rumduol.vault.enums import Purpose, Section

OWN_OFFICE = _("Only people of your office who hold its key can read this.")
INLINE = {"class": "govuk-radios--inline answers"}
YES_NO = ((True, _("Yes")), (False, _("No")))


def add_errors(form: forms.Form, error: InvalidInput) -> None:
    """Show an action's errors at the fields they belong to."""
    if not error.errors:
        form.add_error(None, str(error.message))
    for field, messages in error.errors.items():
        for message in messages:
            form.add_error(field if field in form.fields else None, message)


def in_digits(number: int) -> str:
    """A number in the digits of the reader's language."""
    return to_khmer_digits(str(number)) if get_language() == "km" else str(number)


def key_field() -> forms.UUIDField:
    """A key made with the page: the same page sent twice does its work once."""
    return forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)


def yes_no(label: Any, **options: Any) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=label,
        choices=YES_NO,
        coerce=lambda v: v in {True, "True"},
        widget=forms.RadioSelect(attrs=INLINE),
        **options,
    )


class PersonForm(forms.Form):
    """Who is screened: only what the interview needs."""

    key = key_field()
    name = NameField(label=_("Name"), required=False, help_text=_("If the person wants to say it. A nickname will do."))
    years = AgeField(label=_("Age in years"), required=False)
    age_group = forms.ChoiceField(
        label=_("If the age is not known: child or adult?"),
        choices=AgeGroup.choices,
        initial=AgeGroup.UNKNOWN,
        widget=forms.RadioSelect,
        help_text=_("In doubt choose “Age not known”: the person is then protected as a child."),
    )
    sex = forms.ChoiceField(label=_("Sex, as the person says"), widget=forms.RadioSelect(attrs=INLINE))
    nationality = forms.ChoiceField(label=_("Nationality"))
    place = PlaceField(label=_("Where it happened"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sex"].choices = terms.choices("sex")  # type: ignore[attr-defined]
        self.fields["nationality"].choices = terms.choices("nationality")  # type: ignore[attr-defined]
        self.fields["sex"].initial = "unknown"
        self.fields["nationality"].initial = UNKNOWN_NATIONALITY
        self.fields["name"].readers = OWN_OFFICE  # type: ignore[attr-defined]

    def person(self, **of_report: Any) -> PersonAsked:
        data = self.cleaned_data
        return PersonAsked(
            sex=data["sex"],
            years=data["years"],
            age_group=data["age_group"],
            nationality=data["nationality"],
            place=data["place"] or "",
            name=data["name"],
            **of_report,
        )


class CorrectForm(PersonForm):
    """The same, once more: an empty name leaves the sealed one."""

    key = None  # type: ignore[assignment]
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].help_text = _("Leave it empty to keep the one that is there.")
        self.fields["years"].help_text = _("Leave it empty to keep the age group chosen below.")


class ConditionsForm(forms.Form):
    """Read out, looked at, ticked: before the first question."""

    private_place = yes_no(_("We are in a private place; nobody else can hear."))
    suspects_away = yes_no(_("Nobody under suspicion is here or near."))
    needs_first = yes_no(_("Food, water and urgent medical care came first."))
    explained = yes_no(_("I explained who I am, what will happen, and who will read the answers."))
    right_to_stop = yes_no(_("The person knows: every question may be declined, and we stop whenever they want."))
    sex_as_preferred = yes_no(_("The interviewer is a woman or a man, as the person prefers."))
    interpreter = forms.ChoiceField(label=_("Interpreter"), choices=Interpreter.choices, widget=forms.RadioSelect)
    interpreter_language = forms.ChoiceField(label=_("Language of the interpreter"), required=False)
    interpreter_independent = forms.BooleanField(
        label=_("The interpreter has no link to anybody under suspicion."), required=False
    )
    support = forms.ChoiceField(
        label=_("Somebody of the person's choice at their side"), choices=Support.choices, widget=forms.RadioSelect
    )
    child_setting = forms.BooleanField(label=_("The room is right for a child."), required=False)
    trained_interviewer = forms.BooleanField(
        label=_("The interviewer is trained to talk with children."), required=False
    )
    guardian = forms.ChoiceField(
        label=_("Who agrees beside the child"), choices=Guardian.choices, widget=forms.RadioSelect
    )
    consent = yes_no(
        _("The person agrees to be asked."),
        help_text=_(
            "A child agrees too, in their own way. Without agreement there is no interview, and help all the same."
        ),
    )
    reason = StoryField(
        label=_("If something is not as it should be: why is the interview held all the same?"),
        required=False,
        max_length=2000,
        rows=3,
    )
    CHILD = ("child_setting", "trained_interviewer", "guardian")

    def __init__(self, *args: Any, may_be_child: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["interpreter_language"].choices = terms.choices("language", empty=True)  # type: ignore[attr-defined]
        self.fields["reason"].readers = OWN_OFFICE  # type: ignore[attr-defined]
        if not may_be_child:
            for name in self.CHILD:
                del self.fields[name]

    def said(self) -> ConditionsSaid:
        data = dict(self.cleaned_data)
        data.pop("reason", None)
        data.setdefault("guardian", Guardian.ADULT)
        if data["interpreter"] in {Interpreter.NOT_NEEDED, Interpreter.MISSING}:
            data |= {"interpreter_language": "", "interpreter_independent": False}
        return ConditionsSaid(**data)


class SectionForm(forms.Form):
    """One part of the questionnaire. No answer is an answer: nothing here is required."""

    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(
        self, *args: Any, questionnaire: Questionnaire, section: str, answers: Mapping[str, str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.questions = questionnaire.in_section(section)
        for question in self.questions:
            self.fields[question.code] = answer_field(
                question, Answer.choices, required=False, initial=answers.get(question.code, "")
            )

    def answers(self) -> dict[str, str]:
        return {q.code: self.cleaned_data.get(q.code) or "" for q in self.questions}


def answer_field(question: Question, choices: Any, **options: Any) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=str(question.text),
        choices=choices,
        widget=forms.RadioSelect(attrs=INLINE),
        label_suffix="",
        **options,
    )


class FastForm(forms.Form):
    """One person of a group: who, and eight questions. Keys 1 to 3, Enter for the next person."""

    key = key_field()
    sex = forms.ChoiceField(label=_("Sex, as the person says"), widget=forms.RadioSelect(attrs=INLINE))
    age_group = forms.ChoiceField(label=_("Age"), choices=AgeGroup.choices, widget=forms.RadioSelect(attrs=INLINE))
    nationality = forms.ChoiceField(label=_("Nationality"))
    CHOICES = (
        (Answer.YES, _("Yes")),
        (Answer.NO, _("No")),
        (Answer.UNKNOWN, _("Doesn't know, or won't say")),
    )

    def __init__(self, *args: Any, questionnaire: Questionnaire, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sex"].choices = terms.choices("sex")  # type: ignore[attr-defined]
        self.fields["nationality"].choices = terms.choices("nationality")  # type: ignore[attr-defined]
        self.questions = questionnaire.questions
        for number, question in enumerate(self.questions, 1):
            field = answer_field(question, self.CHOICES)
            field.label = f"{in_digits(number)}. {question.text}"
            self.fields[question.code] = field

    def person(self, place: str) -> PersonAsked:
        data = self.cleaned_data
        return PersonAsked(sex=data["sex"], age_group=data["age_group"], nationality=data["nationality"], place=place)

    def answers(self) -> dict[str, str]:
        return {q.code: self.cleaned_data[q.code] for q in self.questions}


class GroupForm(forms.Form):
    key = key_field()
    expected = forms.IntegerField(label=_("How many people are to be asked?"), min_value=1, max_value=2000)
    nationality = forms.ChoiceField(
        label=_("Nationality of most of them"), help_text=_("You can change it for each person.")
    )
    place = PlaceField(label=_("Where it happened"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["expected"].widget.attrs["inputmode"] = "numeric"
        self.fields["nationality"].choices = terms.choices("nationality")  # type: ignore[attr-defined]
        self.fields["nationality"].initial = "KH"


class DecisionForm(forms.Form):
    """The officer's decision; the reading is only its starting point."""

    outcome = forms.ChoiceField(label=_("Outcome"), choices=Outcome.choices, widget=forms.RadioSelect)
    palermo = forms.ChoiceField(label=_("Under the Palermo Protocol"), choices=Palermo.choices)
    domestic = forms.ChoiceField(label=_("Under national law"), choices=Domestic.choices)
    form = forms.ChoiceField(label=_("Form of exploitation"), required=False)
    other_form = forms.ChoiceField(label=_("A second form, if there is one"), required=False)
    reason = StoryField(
        label=_("Why do you decide so?"),
        required=False,
        max_length=4000,
        rows=5,
        help_text=_(
            "Needed when you decide otherwise than the answers suggest, and for every outcome that is not positive."
        ),
    )

    def __init__(self, *args: Any, by: Actor, always_reason: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        forms_of_exploitation = terms.choices("form", empty=True)
        for name in ("form", "other_form"):
            self.fields[name].choices = forms_of_exploitation  # type: ignore[attr-defined]
        if not policies.can_identify(by):
            self.fields["outcome"].choices = [c for c in Outcome.choices if c[0] != Outcome.IDENTIFIED]  # type: ignore[attr-defined]
            self.fields["outcome"].help_text = _(
                "Your agency presumes; the formal identification is made by police, social affairs, a mission or immigration."
            )
        self.fields["reason"].readers = OWN_OFFICE  # type: ignore[attr-defined]
        if always_reason:
            self.fields["reason"].help_text = _("A second look always says why.")

    def decision(self) -> Decision:
        data = self.cleaned_data
        chosen = [f for f in (data["form"], data["other_form"]) if f]
        return Decision(
            outcome=data["outcome"],
            palermo=data["palermo"],
            domestic=data["domestic"],
            forms=tuple(chosen) if data["outcome"] in POSITIVE or chosen else (),
            reason=data["reason"],
        )

    @staticmethod
    def from_reading(reading: Reading) -> dict[str, Any]:
        """Filled in as the answers are read, but for the outcome: that one the officer chooses with open eyes."""
        known = reading.settled or reading.suggested is not None
        return {
            "palermo": reading.palermo if known else Palermo.UNKNOWN,
            "domestic": reading.domestic if known else Domestic.UNKNOWN,
            "form": reading.forms[0] if reading.forms else "",
            "other_form": reading.forms[1] if len(reading.forms) > 1 else "",
        }


class PresumeForm(forms.Form):
    reason = StoryField(label=_("What makes you presume it?"), max_length=2000, rows=3)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].readers = OWN_OFFICE  # type: ignore[attr-defined]


class SecondLookForm(forms.Form):
    asked_by = forms.ChoiceField(label=_("Who asks for it?"), choices=AskedBy.choices, widget=forms.RadioSelect)
    reason = StoryField(label=_("What should be looked at again?"), required=False, max_length=2000, rows=3)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].readers = OWN_OFFICE  # type: ignore[attr-defined]


class PurposeForm(forms.Form):
    purpose = forms.ChoiceField(label=_("Why do you open it?"), choices=Purpose.choices, widget=forms.RadioSelect)


class PassOnForm(forms.Form):
    """To whom, what and until when, as the person agreed."""

    SECTIONS = (
        (Section.IDENTITY, _("Name")),
        (Section.INTERVIEW, _("Answers of the interview")),
    )
    office = forms.ChoiceField(label=_("Office of the service"))
    sections = forms.MultipleChoiceField(
        label=_("What the person agrees to pass on"),
        choices=SECTIONS,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("Sex, age group, nationality and the outcome are always seen. Notes of your office never are."),
    )
    until = DayField(label=_("Until which day?"), future=True)
    agreed = forms.BooleanField(
        label=_("I asked, and the person (and whoever decides for a child) said yes to this office and these parts."),
        required=False,
    )

    def __init__(self, *args: Any, by: Actor, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offices = agencies.offices_of_kind(AgencyKind.SOCIAL_AFFAIRS, AgencyKind.NGO, AgencyKind.HEALTH)
        self.fields["office"].choices = [("", "---")] + [  # type: ignore[attr-defined]
            (str(o.id), agencies.office_name(o, language)) for o in offices if o.id != by.office_id
        ]
        self.fields["until"].initial = today() + timedelta(days=30)

    def until_moment(self) -> datetime:
        """The end of the chosen day in Phnom Penh."""
        return timezone.make_aware(datetime.combine(self.cleaned_data["until"], time(23, 59)))
