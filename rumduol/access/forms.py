from django import forms
from django.utils.translation import gettext_lazy as _

from rumduol.shared.fields import LineField, StoryField

KINDS = [
    ("case", _("Case")),
    ("criminal_case", _("Criminal case")),
    ("report", _("Report")),
    ("referral", _("Referral")),
    ("screening", _("Screening")),
]
BECAUSE = [
    ("relative", _("A relative or friend is in the file")),
    ("employer", _("A tie to the employer, agency or premises")),
    ("own_agency", _("The complaint concerns my office")),
    ("suspect", _("A tie to a suspect")),
    ("other", _("Another reason")),
]


class GlassForm(forms.Form):
    kind = forms.ChoiceField(label=_("Kind of record"), choices=KINDS)
    number = LineField(label=_("Number"), max_length=20)
    reason = StoryField(
        label=_("Why is a life in danger?"), rows=3,
        help_text=_("The owner of the file and an auditor read this at once, and it stays on the file for ever."),
    )  # fmt: skip
    whereabouts = forms.BooleanField(
        label=_("I also need to know where the person is (a second person must confirm)"), required=False
    )


class ConflictForm(forms.Form):
    kind = forms.ChoiceField(label=_("Kind of record"), choices=KINDS)
    number = LineField(label=_("Number"), max_length=20)
    because = forms.ChoiceField(label=_("What ties you to it?"), choices=BECAUSE, widget=forms.RadioSelect)
