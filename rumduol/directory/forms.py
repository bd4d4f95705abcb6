"""Forms of the directory. What was typed stays typed; errors of actions come back to their fields."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rumduol.directory.enums import Medical, ProviderKind, StandardsResult, Standing
from rumduol.directory.models import Provider, Service
from rumduol.directory.types import Group, Need
from rumduol.places import queries as places
from rumduol.shared.errors import InvalidInput
from rumduol.shared.fields import AgeField, DayField, LineField, PhoneField, StoryField
from rumduol.terms import queries as terms

NOT_SAID = {"unknown", "none"}
STAFF = _("Read by: everybody signed in.")


def take_errors(form: forms.Form, error: InvalidInput) -> None:
    """Put the errors of an action at the fields of the form it came from."""
    for name, messages in error.errors.items():
        for message in messages:
            form.add_error(name if name in form.fields else None, message)
    if not error.errors:
        form.add_error(None, error.message)


def _said(list_name: str) -> list[tuple[str, Any]]:
    return [(code, word) for code, word in terms.choices(list_name) if code not in NOT_SAID]


def _optional(list_name: str) -> list[tuple[str, Any]]:
    return [("", _("not known")), *_said(list_name)]


def place_choices() -> Iterator[tuple[Any, Any]]:
    """Provinces as groups, each with "somewhere in it" and its districts."""
    yield "", _("not known")
    for province in places.provinces():
        inside = [(district.code, district.name()) for district in places.children(province.code)]
        somewhere = (province.code, _("%(province)s, place not known") % {"province": province.name()})
        yield province.full_name(), [somewhere, *inside]


def province_choices() -> Iterator[tuple[Any, Any]]:
    for province in places.provinces():
        yield province.code, province.name()


class NeedForm(forms.Form):
    """Who needs what, in codes only: no name, nothing that tells who it is."""

    service = forms.ChoiceField(label=_("What is needed"))
    also = forms.ChoiceField(label=_("And also"), required=False)
    sex = forms.ChoiceField(label=_("Sex"), required=False)
    age = AgeField(label=_("Age in years"), required=False, help_text=_("About is good enough."))
    language = forms.ChoiceField(label=_("Language the person speaks best"), required=False)
    place = forms.ChoiceField(label=_("Where the person is now"), required=False)
    tonight = forms.BooleanField(label=_("A place is needed tonight"), required=False)
    medical = forms.MultipleChoiceField(
        label=_("Care needed"), required=False, choices=Medical.choices, widget=forms.CheckboxSelectMultiple
    )
    disability = forms.MultipleChoiceField(
        label=_("The person has difficulty with"), required=False, widget=forms.CheckboxSelectMultiple
    )
    form = forms.ChoiceField(label=_("Kind of exploitation"), required=False)
    citizen = forms.ChoiceField(
        label=_("Citizenship"),
        required=False,
        choices=[("", _("not known")), ("yes", _("Cambodian")), ("no", _("another country or stateless"))],
    )
    people = forms.IntegerField(
        label=_("How many people together"),
        min_value=1,
        max_value=50,
        initial=1,
        help_text=_("A mother and her child: 2."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["service"].choices = [("", "---"), *terms.choices("service")]  # type: ignore[attr-defined]
        self.fields["also"].choices = [("", "---"), *terms.choices("service")]  # type: ignore[attr-defined]
        self.fields["sex"].choices = _optional("sex")  # type: ignore[attr-defined]
        self.fields["language"].choices = _optional("language")  # type: ignore[attr-defined]
        self.fields["place"].choices = list(place_choices())  # type: ignore[attr-defined]
        self.fields["disability"].choices = _said("disability")  # type: ignore[attr-defined]
        self.fields["form"].choices = _optional("form")  # type: ignore[attr-defined]

    def need(self) -> Need:
        """The need, after is_valid()."""
        data = self.cleaned_data
        form = data["form"]
        return Need(
            services=tuple(dict.fromkeys(code for code in (data["service"], data["also"]) if code)),
            sex=data["sex"] or None, age_from=data["age"], age_to=data["age"], language=data["language"] or None,
            medical=frozenset(data["medical"]), disability=frozenset(data["disability"]),
            form=terms.root("form", form) if form else None,
            citizen={"yes": True, "no": False}.get(data["citizen"]), tonight=data["tonight"],
            place=data["place"] or None, people=data["people"],
        )  # fmt: skip


def typed_need(need: Need) -> dict[str, Any]:
    """A need as the form's initial answers. An age band comes back as its middle year."""
    services = [*need.services, "", ""]
    age = None
    if need.age_from is not None and need.age_to is not None:
        age = (need.age_from + need.age_to) // 2
    return {
        "service": services[0], "also": services[1], "sex": need.sex or "", "age": age,
        "language": need.language or "", "place": need.place or "", "tonight": need.tonight,
        "medical": sorted(need.medical), "disability": sorted(need.disability), "form": need.form or "",
        "citizen": {True: "yes", False: "no", None: ""}[need.citizen], "people": need.people,
    }  # fmt: skip


class ProviderForm(forms.Form):
    """The entry itself. A confidential provider has no place: the fields are emptied."""

    name_km = LineField(label=_("Name in Khmer"))
    name_en = LineField(label=_("Name in Latin letters"))
    kind = forms.ChoiceField(label=_("Kind"), choices=ProviderKind.choices)
    standing = forms.ChoiceField(label=_("Standing"), choices=Standing.choices)
    confidential = forms.BooleanField(
        label=_("Its whereabouts are confidential"),
        required=False,
        help_text=_("Then no place is kept here. Do not put a place into the name either."),
    )
    place = forms.ChoiceField(label=_("Where it is"), required=False)
    serves = forms.MultipleChoiceField(
        label=_("Takes people from"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None chosen = the whole country. A confidential place: three provinces or more."),
    )
    telephone = PhoneField(
        label=_("Telephone for staff"),
        required=False,
        help_text=_("Of a confidential place: a number that is not of the house."),
    )
    hours = LineField(label=_("Hours"), required=False, max_length=20)
    active = forms.BooleanField(label=_("Takes people at present"), required=False, initial=True)
    revision = forms.IntegerField(widget=forms.HiddenInput, initial=0)
    readers = STAFF

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].choices = list(place_choices())  # type: ignore[attr-defined]
        self.fields["serves"].choices = list(province_choices())  # type: ignore[attr-defined]

    def entry(self) -> dict[str, Any]:
        """What the action takes, after is_valid()."""
        data = self.cleaned_data
        place = data["place"]
        return {
            **{
                name: data[name]
                for name in ("name_km", "name_en", "kind", "standing", "confidential", "serves", "active")
            },
            "province": place[:2],
            "district": place if len(place) == 4 else "",
        }


class NewProviderForm(ProviderForm):
    """A new entry: of an office that works here, or of a provider without an account."""

    office = forms.ChoiceField(
        label=_("Its office here"), required=False, help_text=_("None = no account: referral by telephone.")
    )
    field_order = ("office",)

    def __init__(self, *args: Any, offices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["office"].choices = [("", _("no account")), *offices]  # type: ignore[attr-defined]


def typed_provider(provider: Provider, telephone: str, hours: str) -> dict[str, Any]:
    names = ("name_km", "name_en", "kind", "standing", "confidential", "serves", "active", "revision")
    return {
        **{name: getattr(provider, name) for name in names},
        "place": provider.district or provider.province,
        "telephone": telephone,
        "hours": hours,
    }


class ServiceForm(forms.Form):
    """One service and the people it takes. An empty line = nobody of that sex; both empty = everybody."""

    kind = forms.ChoiceField(label=_("Service"))
    female = forms.BooleanField(label=_("Takes girls or women"), required=False)
    female_from = AgeField(label=_("Girls and women: from age"), required=False)
    female_to = AgeField(label=_("Girls and women: to age"), required=False)
    male = forms.BooleanField(label=_("Takes boys or men"), required=False)
    male_from = AgeField(label=_("Boys and men: from age"), required=False)
    male_to = AgeField(label=_("Boys and men: to age"), required=False)
    other = forms.BooleanField(label=_("Takes people of another sex"), required=False)
    citizens = forms.BooleanField(label=_("Takes Cambodian citizens"), required=False, initial=True)
    foreigners = forms.BooleanField(label=_("Takes people from other countries"), required=False, initial=True)
    night = forms.BooleanField(label=_("Lets people in at night"), required=False)
    residential = forms.BooleanField(label=_("People live there"), required=False)
    capacity = forms.IntegerField(label=_("Places in all"), required=False, min_value=0, max_value=2000)
    languages = forms.MultipleChoiceField(
        label=_("Interpreters for"), required=False, widget=forms.CheckboxSelectMultiple
    )
    medical = forms.MultipleChoiceField(
        label=_("Can care for"), required=False, choices=Medical.choices, widget=forms.CheckboxSelectMultiple
    )
    disability = forms.MultipleChoiceField(
        label=_("Prepared for people with difficulty"), required=False, widget=forms.CheckboxSelectMultiple
    )
    forms_of = forms.MultipleChoiceField(
        label=_("Only for survivors of"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("None chosen = of any kind of exploitation."),
    )  # fmt: skip
    active = forms.BooleanField(label=_("Offered at present"), required=False, initial=True)
    readers = STAFF

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = terms.choices("service")  # type: ignore[attr-defined]
        languages = [(code, word) for code, word in _said("language") if code not in {"km", "other"}]
        self.fields["languages"].choices = languages  # type: ignore[attr-defined]
        self.fields["disability"].choices = _said("disability")  # type: ignore[attr-defined]
        roots = [(t.code, terms.label_lazy("form", t.code)) for t in terms.terms("form") if not t.parent]
        self.fields["forms_of"].choices = [row for row in roots if row[0] not in NOT_SAID]  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        data = self.cleaned_data
        names = (
            "kind", "citizens", "foreigners", "night", "residential", "capacity", "languages", "medical", "disability",
            "active",
        )  # fmt: skip
        return {**{name: data[name] for name in names}, "forms": data["forms_of"]}

    def groups(self) -> list[Group]:
        data = self.cleaned_data
        found = [Group(s, data[f"{s}_from"], data[f"{s}_to"]) for s in ("female", "male") if data[s]]
        return [*found, Group("other")] if data["other"] else found


def typed_service(service: Service) -> dict[str, Any]:
    names = (
        "kind", "citizens", "foreigners", "night", "residential", "capacity", "languages", "medical", "disability",
        "active",
    )  # fmt: skip
    typed = {name: getattr(service, name) for name in names} | {"forms_of": service.forms}
    for row in service.audiences.all():
        typed |= {row.sex: True, f"{row.sex}_from": row.age_from, f"{row.sex}_to": row.age_to}
    return typed


class PlacesForm(forms.Form):
    """Free places today, one number per service where people live."""

    readers = STAFF

    def __init__(self, services: list[Service], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for service in services:
            self.fields[str(service.id)] = forms.IntegerField(
                label=terms.label_lazy("service", service.kind), required=False, min_value=0, max_value=2000,
                initial=service.free, help_text=_("Empty = not known."),
            )  # fmt: skip


class AgreementForm(forms.Form):
    reference = LineField(label=_("Number of the agreement"), max_length=40)
    begins_on = DayField(label=_("Begins on"), future=True)
    ends_on = DayField(label=_("Ends on"), future=True)
    readers = STAFF


class CheckForm(forms.Form):
    checked_on = DayField(label=_("Checked on"))
    result = forms.ChoiceField(label=_("Result"), choices=StandardsResult.choices, widget=forms.RadioSelect)
    mend_by = DayField(label=_("To be mended by"), required=False, future=True)
    readers = STAFF


class WhereaboutsForm(forms.Form):
    address = StoryField(label=_("Where the house is"), rows=3)
    directions = StoryField(label=_("How to get there safely"), rows=3, required=False)
    telephone = PhoneField(label=_("Telephone in the house"), required=False)
    readers = _("Sealed. Read by: your own office, and offices to which you show the way. Never by the police.")
