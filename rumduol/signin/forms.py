from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from rumduol.agencies import queries as agencies
from rumduol.agencies.enums import OfficeLevel, Role
from rumduol.places import queries as places
from rumduol.shared.fields import LineField, NameField
from rumduol.shared.khmer import to_khmer_digits, to_latin_digits
from rumduol.vault.custodians import CUSTODIANS


class SignInForm(forms.Form):
    username = LineField(label=_("Your name for signing in"), max_length=60)
    password = forms.CharField(label=_("Password"), widget=forms.PasswordInput, strip=False, max_length=500)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].widget.attrs.update(
            {"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
        )
        self.fields["password"].widget.attrs["autocomplete"] = "current-password"


class CodeField(forms.CharField):
    """Six digits, Khmer ones too, spaces allowed."""

    def clean(self, value: Any) -> str:
        return "".join(to_latin_digits(super().clean(value)).split())


class CodeForm(forms.Form):
    code = CodeField(
        label=_("Code from your phone"), max_length=12, help_text=_("Six digits. They change every half minute.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs.update({"inputmode": "numeric", "autocomplete": "one-time-code"})


class _TwiceForm(forms.Form):
    """A new password is typed twice."""

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("password") and data.get("again") and data["password"] != data["again"]:
            self.add_error("again", _("The two passwords are not the same."))
        return data


class WelcomeForm(_TwiceForm):
    username = LineField(label=_("Your name for signing in"), max_length=60)
    invitation = LineField(
        label=_("Invitation"), max_length=40, help_text=_("From the paper your administrator gave you.")
    )
    password = forms.CharField(
        label=_("New password"), widget=forms.PasswordInput, strip=False, max_length=500,
        help_text=_("At least 12 letters. It unlocks the files of your office: nobody can read them without it, and nobody can tell you what it was."),
    )  # fmt: skip
    again = forms.CharField(label=_("The same password again"), widget=forms.PasswordInput, strip=False, max_length=500)


class PasswordForm(_TwiceForm):
    old = forms.CharField(label=_("Present password"), widget=forms.PasswordInput, strip=False, max_length=500)
    password = forms.CharField(
        label=_("New password"),
        widget=forms.PasswordInput,
        strip=False,
        max_length=500,
        help_text=_("At least 12 letters."),
    )
    again = forms.CharField(label=_("The same password again"), widget=forms.PasswordInput, strip=False, max_length=500)


class LanguageForm(forms.Form):
    language = forms.ChoiceField(label=_("Language of my pages"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = [row for row in settings.LANGUAGES if row[0] in settings.STAFF_LANGUAGES]  # type: ignore[attr-defined]


class _OfficeAndRole(forms.Form):
    office = forms.TypedChoiceField(label=_("Office"))
    role = forms.ChoiceField(label=_("Role"), choices=Role.choices)

    def __init__(self, *args: Any, agency_id: Any, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["office"].choices = [  # type: ignore[attr-defined]
            (str(office.id), agencies.office_name(office, language)) for office in agencies.agency_offices(agency_id)
        ]


class InviteForm(_OfficeAndRole):
    field_order = ("name_km", "name_latin", "username", "office", "role")
    name_km = NameField(label=_("Name in Khmer"), required=True)
    name_latin = NameField(label=_("Name in Latin letters"), required=True)
    username = forms.RegexField(
        label=_("Name for signing in"), regex=r"^[a-z0-9._-]{3,60}$",
        help_text=_("3 to 60 small letters, digits, dots or dashes."),
    )  # fmt: skip


class OfficeForm(forms.Form):
    prefix = "office"
    code = forms.RegexField(
        label=_("Short name of the office"), regex=r"^[a-z0-9-]{3,60}$",
        help_text=_("Small Latin letters, digits and dashes; it never changes."),
    )  # fmt: skip
    name_km = LineField(label=_("Name in Khmer"), max_length=200)
    name_en = LineField(label=_("Name in Latin letters"), max_length=200)
    level = forms.ChoiceField(label=_("Level"), choices=OfficeLevel.choices)
    parent = forms.ChoiceField(label=_("Office above"), required=False)
    province = forms.ChoiceField(label=_("Province it is competent for"), required=False)
    confidential = forms.BooleanField(label=_("Its whereabouts are confidential"), required=False)

    def __init__(self, *args: Any, agency_id: Any, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        above = [(str(row.id), agencies.office_name(row, language)) for row in agencies.agency_offices(agency_id)]
        self.fields["parent"].choices = [("", _("None")), *above]  # type: ignore[attr-defined]
        named = [(place.code, place.name(language)) for place in places.provinces()]
        self.fields["province"].choices = [("", _("Whole country, or none")), *named]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("confidential") and data.get("province"):
            self.add_error("province", _("A confidential office has no place here."))
        return data


class RoleForm(_OfficeAndRole):
    pass


class CustodianAgenciesForm(forms.Form):
    """Five organisations, each of which keeps one list of words."""

    def __init__(self, *args: Any, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(row.id), row.name_km if language == "km" else row.name_en) for row in agencies.all_agencies()]
        for number in range(1, CUSTODIANS + 1):
            self.fields[f"agency_{number}"] = forms.ChoiceField(
                label=format_lazy(
                    _("Organisation {n}"), n=to_khmer_digits(str(number)) if language == "km" else number
                ),
                choices=[("", ""), *choices],
            )

    def chosen(self) -> list[UUID]:
        """The agencies in order of their lists."""
        return [UUID(self.cleaned_data[f"agency_{number}"]) for number in range(1, CUSTODIANS + 1)]


class CustodiansForm(forms.Form):
    """Three lists of words from three custodians."""

    first = forms.CharField(
        label=_("Words of the first custodian"), widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off"})
    )
    second = forms.CharField(
        label=_("Words of the second custodian"), widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off"})
    )
    third = forms.CharField(
        label=_("Words of the third custodian"), widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off"})
    )
