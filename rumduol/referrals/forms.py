"""Forms of a referral: the need, the decision of the person, the answer, the report."""

from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from rumduol.access.types import Actor
from rumduol.agencies import queries as agencies
from rumduol.directory.forms import NeedForm
from rumduol.referrals.enums import (
    DeclineReason,
    EndReason,
    Giver,
    Manner,
    ReferralKind,
    SharingPurpose,
    Urgency,
)
from rumduol.shared.dates import PHNOM_PENH, today
from rumduol.shared.fields import DayField, StoryField
from rumduol.terms import queries as terms
from rumduol.vault.enums import Section

USUAL_DAYS = 90
TO_BOTH = _("Sealed. Read by: your office, and the provider once it has accepted.")
OWN_OFFICE = _("Sealed. Read by: your own office.")


class ReferralNeedForm(NeedForm):
    """The need with how soon, and whether the whole case is handed over."""

    urgency = forms.ChoiceField(label=_("How soon"), choices=Urgency.choices, widget=forms.RadioSelect)
    kind = forms.ChoiceField(
        label=_("What for"), choices=ReferralKind.choices, widget=forms.RadioSelect, initial=ReferralKind.SERVICE
    )
    field_order = ("kind", "urgency", "service", "also")
    readers = _("Before it accepts, the provider sees only these answers, with the age as a band. No name.")

    def __init__(self, *args: Any, fixed_kind: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["service"].required = False  # a transfer names no service; the action asks for it otherwise
        if fixed_kind:
            del self.fields["kind"]


class DecisionForm(forms.Form):
    """What the person decided. Nothing is ticked for them: each part is a question of its own."""

    accepts_provider = forms.ChoiceField(
        label=_("Does the person want this provider?"),
        choices=[("yes", _("Yes")), ("no", _("No: we look for another one together"))],
        widget=forms.RadioSelect,
    )
    sections = forms.MultipleChoiceField(
        label=_("What may the provider see, once it has accepted?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Ask for each part. None is an answer too: the help is the same."),
    )
    purpose = forms.ChoiceField(label=_("For what"), choices=SharingPurpose.choices)
    until = DayField(label=_("Until when"), future=True)
    giver = forms.ChoiceField(label=_("Who decided"), choices=Giver.choices, widget=forms.RadioSelect)
    second_worker = forms.ChoiceField(
        label=_("Second worker"), required=False, help_text=_("Only for a decision in the child's best interest.")
    )
    manner = forms.ChoiceField(label=_("How it was given"), choices=Manner.choices, widget=forms.RadioSelect)
    language = forms.ChoiceField(label=_("In which language"))
    words = StoryField(label=_("What the person said, in their own words"), rows=4)

    def __init__(self, *args: Any, shareable: tuple[str, ...], by: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if shareable:
            self.fields["sections"].choices = [(code, Section(code).label) for code in shareable]  # type: ignore[attr-defined]
        else:
            del self.fields["sections"]
        self.fields["language"].choices = terms.choices("language")  # type: ignore[attr-defined]
        people = [row.person for row in agencies.colleagues(by.office_id) if row.person_id != by.person_id]
        names = {str(p.id): p.name_km if by.language == "km" else p.name_latin for p in people}
        self.fields["second_worker"].choices = [("", "---"), *names.items()]  # type: ignore[attr-defined]
        self.fields["words"].readers = OWN_OFFICE  # type: ignore[attr-defined]
        self.initial.setdefault("until", today() + timedelta(days=USUAL_DAYS))

    def decision(self) -> dict[str, Any]:
        """What the action takes, after is_valid(). The consent ends with the day named."""
        data = self.cleaned_data
        return {
            "accepts_provider": data["accepts_provider"] == "yes",
            "sections": data.get("sections", []),
            "purpose": SharingPurpose(data["purpose"]),
            "until": datetime.combine(data["until"], time(23, 59), tzinfo=PHNOM_PENH),
            "giver": Giver(data["giver"]),
            "manner": Manner(data["manner"]),
            "language": data["language"],
            "words": data["words"],
            "second_worker_id": UUID(data["second_worker"]) if data["second_worker"] else None,
        }


class SendForm(forms.Form):
    message = StoryField(label=_("A message to the provider"), required=False, rows=4, max_length=4000)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["message"].readers = TO_BOTH  # type: ignore[attr-defined]


class DeclineForm(forms.Form):
    reason = forms.ChoiceField(label=_("Why not"), choices=DeclineReason.choices, widget=forms.RadioSelect)
    readers = _("Read by: the office that asked. The reason is counted, without a name.")


class EndForm(forms.Form):
    how = forms.ChoiceField(
        label=_("How it ends"),
        choices=[("completed", _("The service is completed")), ("handed_back", _("The person is handed back"))],
        widget=forms.RadioSelect,
    )
    reason = forms.ChoiceField(label=_("Why"), choices=EndReason.choices)
    report = StoryField(label=_("What was done, and what the person needs next"), rows=6)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["report"].readers = _("Sealed. Read by: your office and the office that asked.")  # type: ignore[attr-defined]


class WithdrawConsentForm(forms.Form):
    sections = forms.MultipleChoiceField(
        label=_("What does the person take back?"), required=False, widget=forms.CheckboxSelectMultiple
    )
    words = StoryField(label=_("What the person said"), required=False, rows=3)

    def __init__(self, *args: Any, standing: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sections"].choices = [(code, Section(code).label) for code in standing]  # type: ignore[attr-defined]
        self.fields["words"].readers = OWN_OFFICE  # type: ignore[attr-defined]
