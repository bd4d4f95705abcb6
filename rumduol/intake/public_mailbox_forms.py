"""The forms of the mailbox: the code, and what the reporter adds."""

from typing import Any
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from rumduol.intake import codes
from rumduol.intake.actions.mailbox import MESSAGE_LENGTH
from rumduol.intake.enums import MessageKind
from rumduol.shared.fields import StoryField
from rumduol.shared.text import clean


class CodeField(forms.CharField):
    """A return code as people type it; cleans to a Code."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{**kwargs, "strip": False, "max_length": 400})
        self.widget.attrs.update({"inputmode": "numeric", "autocomplete": "off", "spellcheck": "false"})

    def clean(self, value: Any) -> Any:
        typed = super().clean(value)
        try:
            return codes.parse(typed)
        except codes.NotACode as error:
            raise ValidationError(
                _("A code has 28 digits; here are %(n)d. Please look again, group by group."),
                params={"n": error.digits},
            ) from error


class CodeForm(forms.Form):
    mark_optional = False
    return_code = CodeField(
        label=_("Your code"),
        help_text=_("28 digits in 7 groups. Spaces and the kind of digits do not matter."),
        error_messages={"required": _("Please write your code.")},
    )


class MessageForm(forms.Form):
    """Something to add or to correct. `said` names this one message, so that pressing twice sends it once."""

    mark_optional = False
    kind = forms.ChoiceField(
        label=_("What is it?"),
        choices=[
            (MessageKind.ADDITION, _("Something new, or an answer to you")),
            (MessageKind.CORRECTION, _("Something I told you was not right")),
        ],
        widget=forms.RadioSelect,
        initial=MessageKind.ADDITION,
        error_messages={"required": _("Please choose one.")},
    )
    text = StoryField(
        label=_("Your message"),
        max_length=MESSAGE_LENGTH,
        rows=5,
        error_messages={"required": _("Write your message first.")},
    )
    said = forms.UUIDField(widget=forms.HiddenInput, required=False, initial=uuid4)

    def clean_said(self) -> str:
        said = self.cleaned_data["said"]
        return str(said) if said else ""


def message_text(text: str) -> str:
    """A text outside a form (withdrawing asks for none), cut rather than refused."""
    return clean(text)[:MESSAGE_LENGTH]
