"""Forms of the case pages. Each says who will be able to read what is typed."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rumduol.cases import enums
from rumduol.cases.types import PersonCoded
from rumduol.places.fields import PlaceField
from rumduol.shared.fields import AgeField, DayField, LineField, NameField, PartialDateField, PhoneField, StoryField
from rumduol.terms import queries as terms

OWN_OFFICE = _("Sealed. Your office can read it; nobody else, unless this part is shared with the person's consent.")
CODED = _("Codes only, no name. Your office, your supervisors, and offices with which this case is shared see it.")


def term_field(list_name: str, label: Any, *, required: bool = False) -> forms.ChoiceField:
    """A choice among the terms of a code list."""
    field = forms.ChoiceField(label=label, required=required)
    field.choices = lambda: terms.choices(list_name, empty=True)
    return field


def choice(label: Any, values: Any, *, radio: bool = False, required: bool = True) -> forms.ChoiceField:
    """A choice among an enumeration; few choices are radio buttons."""
    shown = list(values.choices)
    if radio:
        return forms.ChoiceField(label=label, choices=shown, widget=forms.RadioSelect, required=required)
    return forms.ChoiceField(label=label, choices=[("", "---"), *shown], required=required)


FORMS = ("form", "second_form", "third_form")


def chosen_forms(codes: list[str]) -> dict[str, str]:
    """Stored forms of exploitation as the three choices of a form, the counted one first."""
    return dict(zip(FORMS, codes, strict=False))


class PersonForm(forms.Form):
    """The coded person."""

    readers = CODED
    standing = choice(_("What was found"), enums.Standing, radio=True)
    sex = term_field("sex", _("Sex"), required=True)
    age_from = AgeField(label=_("Age, or the youngest it can be"), required=False)
    age_to = AgeField(
        label=_("The oldest it can be"), required=False, help_text=_("Leave empty when the age is known.")
    )
    nationality = term_field("nationality", _("Nationality"))
    language = term_field("language", _("Language spoken best"))
    found_in = PlaceField(label=_("Where the person was found"), required=False)
    form = term_field("form", _("Form of exploitation"))
    second_form = term_field("form", _("Another form of exploitation"))
    third_form = term_field("form", _("A third form of exploitation"))
    domestic = term_field("domestic", _("Under national law"))
    palermo = term_field("palermo", _("Under the Palermo Protocol"))
    exploited_in = PlaceField(label=_("Where the exploitation was"), required=False)
    exploited_until = PartialDateField(
        label=_("Until when"), required=False, help_text=_("Day, month or year, as far as known.")
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        low, high = data.get("age_from"), data.get("age_to")
        if high is not None and (low is None or high < low):
            self.add_error("age_to", _("The oldest age is less than the youngest."))
        return data

    def person(self, more_forms: Sequence[str] = ()) -> PersonCoded:
        """What was chosen, as the action takes it; `more_forms` are those that the form has no room for."""
        data = self.cleaned_data
        low, high = data["age_from"], data["age_to"]
        return PersonCoded(
            sex=data["sex"], age_from=low, age_to=high if high is not None else low, nationality=data["nationality"],
            language=data["language"], found_in=data["found_in"] or "",
            forms=tuple(dict.fromkeys([*(data[n] for n in FORMS if data[n]), *more_forms])),
            domestic=data["domestic"], palermo=data["palermo"], exploited_in=data["exploited_in"] or "",
            exploited_until=data["exploited_until"],
        )  # fmt: skip


class IdentityForm(forms.Form):
    """The sealed person."""

    readers = OWN_OFFICE
    name = NameField(label=_("Name"))
    other_names = LineField(label=_("Other names and spellings"), required=False)
    born = PartialDateField(label=_("Born"), required=False, help_text=_("Day, month or year, as far as known."))
    birthplace = LineField(label=_("Birthplace"), required=False)
    documents = LineField(label=_("Number of a paper"), required=False)
    phone = PhoneField(label=_("Telephone"), required=False)
    address = LineField(label=_("Address"), required=False)
    trusted_person = LineField(label=_("A person they trust"), required=False)
    safe_way = LineField(
        label=_("How and when it is safe to reach them"), required=False,
        help_text=_("For example: only mornings, never by message."),
    )  # fmt: skip
    summary = StoryField(label=_("What happened, in short"), required=False, rows=5)

    IDENTITY = ("name", "other_names", "born", "birthplace", "documents")
    CONTACT = ("phone", "address", "trusted_person", "safe_way")

    def parts(self) -> dict[str, Any]:
        """identity, contact and summary as the actions take them."""
        data = {name: str(value) if value else "" for name, value in self.cleaned_data.items()}
        return {
            "identity": {name: data[name] for name in self.IDENTITY},
            "contact": {name: data[name] for name in self.CONTACT},
            "summary": data["summary"],
        }


class OpenForm(IdentityForm, PersonForm):
    """A new case: who it is about."""

    readers = OWN_OFFICE
    screening = forms.UUIDField(required=False, widget=forms.HiddenInput)
    not_same = forms.BooleanField(label=_("I looked: it is somebody else"), required=False, widget=forms.HiddenInput)
    found_with = LineField(label=_("Number of a case found together with this person"), required=False, max_length=20)
    field_order = [
        "standing", "name", "sex", "age_from", "age_to", "nationality", "language", "found_in", "form", "second_form",
        "third_form", "domestic",
        "palermo", "exploited_in", "exploited_until", "summary", "phone", "safe_way", "trusted_person", "address",
        "other_names", "born", "birthplace", "documents", "found_with", "not_same",
    ]  # fmt: skip

    def ask_whether_same(self) -> None:
        """Show the tick that says it is somebody else, with why it is asked."""
        self.fields["not_same"].widget = forms.CheckboxInput()
        self.add_error(
            "not_same", _("Your office may know this person already. Look at the files shown on this page first.")
        )


class SameForm(forms.Form):
    """What was found about another file of the office."""

    other = forms.UUIDField(widget=forms.HiddenInput)
    do = forms.ChoiceField(choices=[(one, one) for one in ("join", "join_other", "different", "part")])


class RevisionForm(forms.Form):
    """Carries the revision that the person saw, so that a second editor notices the first."""

    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


class IdentityChangeForm(IdentityForm, RevisionForm):
    pass


class PersonChangeForm(PersonForm, RevisionForm):
    pass


class TextForm(forms.Form):
    """A few words."""

    readers = OWN_OFFICE
    text = StoryField(label=_("What was found or done"), required=False, rows=3, max_length=5000)


class CheckForm(TextForm):
    item = forms.ChoiceField(label=_("Point"), choices=enums.Item.choices, widget=forms.HiddenInput)


class SkipForm(TextForm):
    reason = choice(_("Why is it not needed?"), enums.NotNeeded, radio=True)
    field_order = ["reason", "text"]


class RiskForm(TextForm):
    risk = choice(_("Risk now"), enums.Risk, radio=True)
    review_on = DayField(
        label=_("Look at it again on"), required=False, future=True,
        help_text=_("Left empty: in 1 day, 7, 30 or 90 days, by the level."),
    )  # fmt: skip
    field_order = ["risk", "text", "review_on"]


class CustodyForm(forms.Form):
    readers = _("Sealed as whereabouts: your office alone. Nobody sees the place, not even by breaking the glass.")
    kind = choice(_("Who looks after the child"), enums.CustodyKind, radio=True)
    holder = LineField(label=_("Name or house"))
    place = LineField(label=_("Where"), required=False)
    decided_by = choice(_("Who decided"), enums.Decider)
    paper = choice(_("On what paper"), enums.Paper)
    paper_number = LineField(label=_("Number of the paper"), required=False)
    from_on = DayField(label=_("From"))
    until_on = DayField(label=_("Until, or looked at again on"), required=False, future=True)
    best_interest = StoryField(label=_("Why this is best for the child"), rows=4, max_length=5000)


class GoalForm(forms.Form):
    readers = OWN_OFFICE
    area = choice(_("Part of life"), enums.GoalArea)
    text = StoryField(label=_("What should be different?"), rows=2, max_length=1000)


class GoalWordsForm(RevisionForm):
    readers = OWN_OFFICE
    text = StoryField(label=_("What should be different?"), rows=2, max_length=1000)


class TaskForm(forms.Form):
    readers = OWN_OFFICE
    goal = forms.ChoiceField(label=_("For the goal"))
    text = LineField(label=_("What is to be done?"))
    doer = choice(_("Who"), enums.Doer)
    due_on = DayField(label=_("By when"), future=True)


class PlanAnswerForm(forms.Form):
    readers = OWN_OFFICE
    answer = choice(_("The person's answer"), enums.Agreement, radio=True)
    words = StoryField(label=_("In their own words"), rows=3, max_length=5000)
    language = term_field("language", _("Language"), required=True)
    best_interest = StoryField(
        label=_("For a child: why this plan is best for the child"), required=False, rows=3, max_length=5000
    )


class DecisionForm(forms.Form):
    readers = OWN_OFFICE
    topic = choice(_("About"), enums.Topic)
    choice = choice(_("The person"), enums.Choice, radio=True)
    words = StoryField(label=_("In their own words"), rows=4, max_length=5000)
    language = term_field("language", _("Language"), required=True)


class RightForm(TextForm):
    right = choice(_("Right"), enums.Right)
    status = choice(_("How is it?"), enums.RightStatus, radio=True)
    field_order = ["right", "status", "text"]


class AlarmForm(TextForm):
    kind = choice(_("What happened"), enums.AlarmKind, radio=True)
    happened_on = PartialDateField(label=_("When"))
    field_order = ["kind", "happened_on", "text"]


class AlarmOutcomeForm(forms.Form):
    readers = OWN_OFFICE
    outcome = choice(_("What came of it"), enums.AlarmOutcome, radio=True)
    text = StoryField(label=_("What was done, with whom you spoke"), rows=3, max_length=5000)


class ReintegrateForm(forms.Form):
    on = DayField(label=_("Back in ordinary life since"))


class VisitForm(TextForm):
    on = DayField(label=_("Day of the visit"))
    way = choice(_("How"), enums.VisitWay)
    safety = choice(_("Safety"), enums.Answer, radio=True)
    occupation = choice(_("School or work"), enums.Occupation)
    health = choice(_("Health"), enums.Answer)
    debt = choice(_("Is there a debt?"), enums.YesNo)
    relations = choice(_("Family and neighbours"), enums.Answer)
    wants_help = choice(_("Does the person want help?"), enums.YesNo)
    retrafficked = choice(_("Trafficked again?"), enums.Retrafficking, radio=True)
    field_order = [
        "on", "way", "safety", "occupation", "health", "debt", "relations", "wants_help", "retrafficked", "text",
    ]  # fmt: skip


class RetryForm(TextForm):
    refused = forms.BooleanField(label=_("The person does not want the visit"), required=False)
    due_on = DayField(label=_("Try again by"), required=False, future=True)
    field_order = ["due_on", "refused", "text"]


class FeedbackOfferForm(forms.Form):
    readers = OWN_OFFICE
    way = choice(_("Feedback"), enums.FeedbackWay, radio=True)
    words = StoryField(label=_("In their own words"), required=False, rows=3, max_length=5000)


class AnonymousFeedbackForm(forms.Form):
    readers = _("Kept with the month and your office. It is tied to no case and no name.")
    safe = choice(_("Did you feel safe?"), enums.Answer, radio=True)
    heard = choice(_("Were you listened to?"), enums.Answer, radio=True)
    helped = choice(_("Did it help?"), enums.Answer, radio=True)
    words = StoryField(label=_("In their own words"), required=False, rows=4, max_length=5000)
    language = term_field("language", _("Language"))


class NoteForm(forms.Form):
    readers = OWN_OFFICE
    kind = choice(_("Kind of note"), enums.NoteKind)
    text = StoryField(label=_("Note"), rows=4)


class DocumentForm(forms.Form):
    readers = OWN_OFFICE
    file = forms.FileField(
        label=_("Paper, picture or recording"), allow_empty_file=True,
        help_text=_("JPEG, PNG, WebP, PDF or sound, at most 20 MB. A copy without hidden data is what people see."),
    )  # fmt: skip


class LinkForm(forms.Form):
    readers = OWN_OFFICE
    relation = choice(_("The other person is"), enums.Relation)
    number = LineField(label=_("Number of their case"), required=False, max_length=20)
    name = NameField(label=_("Or a name, when there is no case"))
    note = LineField(label=_("Remark"), required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("number") and not data.get("name") and not self.errors:
            self.add_error("number", _("Write the number of a case or a name."))
        return data


class AssignForm(forms.Form):
    worker = forms.ChoiceField(label=_("Case worker"), widget=forms.RadioSelect)


class ClosureForm(forms.Form):
    readers = OWN_OFFICE
    reason = choice(_("Why the case can be closed"), enums.ClosureReason, radio=True)
    informed = forms.BooleanField(
        label=_("The person was told, agrees or knows, and knows how to come back"), required=False
    )
    explanation = StoryField(
        label=_("Explanation"), required=False, rows=4, max_length=5000,
        help_text=_("Needed when something is still open."),
    )  # fmt: skip


class GiveBackForm(forms.Form):
    because = choice(_("Why not yet?"), enums.GivenBack, radio=True)


class ReopenForm(forms.Form):
    because = choice(_("Why is it opened again?"), enums.Reopened, radio=True)


class ListForm(forms.Form):
    """What the list shows."""

    status = forms.ChoiceField(label=_("Cases"), required=False, choices=[("", _("All")), *enums.CaseStatus.choices])
    whose = forms.ChoiceField(
        label=_("Whose"),
        required=False,
        choices=[("", _("Everybody's")), ("mine", _("Mine")), ("free", _("Nobody's yet"))],
    )
    number = LineField(label=_("Number"), required=False, max_length=20)
