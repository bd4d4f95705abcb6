"""Forms of the claim. Each says who will be able to read what is typed."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from rumduol.law import queries as law
from rumduol.places.fields import PlaceField
from rumduol.remedy import enums
from rumduol.remedy.actions.claiming import Claimant
from rumduol.remedy.sheet import Line
from rumduol.shared.dates import today
from rumduol.shared.fields import DayField, LineField, PartialDateField, StoryField
from rumduol.shared.khmer import to_latin_digits
from rumduol.terms import queries as terms

OWN = _("Sealed. The lawyer's office can read it; nobody else.")
WITH_COURT = _("Sealed. The lawyer's office can read it, and the court once the claim is filed.")
CODED = _("Codes and numbers, no name.")


class NumberField(forms.CharField):
    """A whole number in any digits, with or without separators; cleans to an int or None."""

    def __init__(self, *, least: int = 0, most: int = 10**12, **kwargs: Any) -> None:
        self.least, self.most = least, most
        super().__init__(**{**kwargs, "strip": True})
        self.widget.attrs.setdefault("inputmode", "numeric")
        self.widget.attrs.setdefault("autocomplete", "off")

    def to_python(self, value: Any) -> Any:
        typed = re.sub(r"[\s,.'៛]", "", to_latin_digits(str("" if value is None else value)))
        if not typed:
            return None
        if not (typed.isascii() and typed.isdigit() and len(typed) <= 15):
            raise ValidationError(_("Write a whole number, without words."))
        number = int(typed)
        if not self.least <= number <= self.most:
            raise ValidationError(_("This number is not possible here."))
        return number

    def validate(self, value: Any) -> None:
        if value is None and self.required:
            raise ValidationError(self.error_messages["required"], code="required")


class MoneyField(forms.CharField):
    """A sum as typed, `1,250.50`; cleans to hundredths (125050) or None."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{**kwargs, "strip": True})
        self.widget.attrs.setdefault("inputmode", "decimal")
        self.widget.attrs.setdefault("autocomplete", "off")

    def to_python(self, value: Any) -> Any:
        typed = re.sub(r"[\s,'៛$]", "", to_latin_digits(str("" if value is None else value)))
        if not typed:
            return None
        match = re.fullmatch(r"([0-9]{1,13})(?:\.([0-9]{1,2}))?", typed)
        if match is None:
            raise ValidationError(_("Write a sum, for example 1,250,000 or 120.50."))
        return int(match[1]) * 100 + int((match[2] or "0").ljust(2, "0"))

    def validate(self, value: Any) -> None:
        if value is None and self.required:
            raise ValidationError(self.error_messages["required"], code="required")


def choice(label: Any, values: Any, *, radio: bool = False, required: bool = True, **more: Any) -> forms.ChoiceField:
    shown = list(values.choices)
    if radio:
        return forms.ChoiceField(label=label, choices=shown, widget=forms.RadioSelect, required=required, **more)
    return forms.ChoiceField(label=label, choices=[("", "---"), *shown], required=required, **more)


def term_field(list_name: str, label: Any, *, required: bool = False) -> forms.ChoiceField:
    field = forms.ChoiceField(label=label, required=required)
    field.choices = lambda: terms.choices(list_name, empty=True)
    return field


def day(label: Any, *, required: bool = True, **more: Any) -> DayField:
    return DayField(label=label, required=required, **more)


def articles() -> list[tuple[str, str]]:
    language = get_language() or "km"
    return [("", "---"), *((one.code, f"{one.named(language)}: {one.title(language)}") for one in law.chargeable())]


class BeginForm(forms.Form):
    readers = CODED
    criminal_number = LineField(label=_("Number of the criminal case"), max_length=20)
    case_number = LineField(
        label=_("Number of the person's case, if it was shared with you"), max_length=20, required=False,
        help_text=_("Their case worker then sees how far the claim is."),
    )  # fmt: skip
    sex = term_field("sex", _("Sex"), required=True)
    child = forms.BooleanField(label=_("The person is under 18"), required=False)
    majority_on = PartialDateField(
        label=_("When the child turns 18"), required=False, future=True, help_text=_("Month and year are enough."),
    )  # fmt: skip
    form = term_field("form", _("Form of exploitation"))
    place = PlaceField(label=_("Where it happened"), required=False)
    lawyer_since = day(_("Lawyer since"), required=False)

    def who(self) -> Claimant:
        data = self.cleaned_data
        return Claimant(
            sex=data["sex"], child=data["child"], majority_on=data["majority_on"], form=data["form"],
            place=data["place"] or "", case_number=data["case_number"],
        )  # fmt: skip


class ConsentForm(forms.Form):
    readers = OWN
    giver = choice(_("Who consented"), enums.Giver, radio=True)
    language = term_field("language", _("Language spoken"), required=True)
    words = StoryField(label=_("What the person said, in their own words"), rows=4)


class RateForm(forms.Form):
    readers = CODED
    rate = NumberField(label=_("Riel for one US dollar"), least=100, most=100_000)
    source = choice(_("Whose rate"), enums.RateSource)
    on = day(_("Of which day"))


class LineForm(forms.Form):
    readers = WITH_COURT
    kind = choice(_("What for"), enums.LineKind, radio=True)
    currency = choice(_("Currency"), enums.Currency, radio=True)
    amount = MoneyField(label=_("Sum"), help_text=_("For wages: the wage of one month."))
    months = NumberField(
        label=_("For how many months"), required=False, most=1200, help_text=_("Wages, and interest on fees.")
    )
    paid = MoneyField(label=_("Of this was paid"), required=False, help_text=_("Only for wages."))
    percent = NumberField(
        label=_("Interest a year in percent"), required=False, most=100, help_text=_("Only for fees.")
    )
    basis = StoryField(
        label=_("From what this is known"),
        rows=2,
        max_length=1000,
        help_text=_("A contract, a receipt, what the person says."),
    )

    def line(self) -> Line:
        data = self.cleaned_data
        in_cents = data["currency"] == enums.Currency.USD
        unit = 1 if in_cents else 100
        kind = data["kind"]
        return Line(
            kind=kind, currency=data["currency"], amount=data["amount"] // unit, basis=data["basis"],
            months=data["months"] or 0 if kind in {enums.LineKind.WAGES, enums.LineKind.FEES} else 0,
            paid=(data["paid"] or 0) // unit if kind == enums.LineKind.WAGES else 0,
            permille=(data["percent"] or 0) * 10 if kind == enums.LineKind.FEES else 0,
        )  # fmt: skip


class OrderForm(forms.Form):
    readers = CODED
    on = day(_("Day of the order"))
    riel = NumberField(label=_("Sum in riel"), least=1)
    article = forms.ChoiceField(label=_("Article"), required=False)
    in_absentia = forms.BooleanField(label=_("The accused was absent"), required=False)
    basis = choice(_("Interest"), enums.InterestBasis, radio=True)
    percent = MoneyField(label=_("Interest a year in percent"), required=False, help_text=_("For example 5 or 2.5."))
    since = day(_("Interest runs from"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["article"].choices = articles()  # type: ignore[attr-defined]

    def ordered(self) -> dict[str, Any]:
        data = dict(self.cleaned_data)
        data["permille"] = (data.pop("percent") or 0) // 10
        return data


class RefuseForm(forms.Form):
    mark_optional = False
    on = day(_("Day of the decision"))


class PaymentForm(forms.Form):
    readers = CODED
    on = day(_("Day of the payment"))
    riel = NumberField(label=_("Sum in riel"), least=1)
    source = choice(_("Who paid"), enums.PaySource, radio=True)
    holder = choice(_("Who keeps the money, if it is a child's"), enums.Holder, required=False)


class ReleaseForm(forms.Form):
    readers = OWN
    riel = NumberField(label=_("Sum in riel"), least=1)
    purpose = choice(_("What for"), enums.ReleasePurpose, radio=True)
    reason = StoryField(label=_("Why now"), rows=3, required=False)


class PaidOutForm(forms.Form):
    mark_optional = False
    on = day(_("Day on which the money was given"))


class SettlementForm(forms.Form):
    readers = _(
        "The words are sealed for your office. That it happened, who proposed it and the sum are seen by the lawyer and the court."
    )
    on = PartialDateField(label=_("When"), help_text=_("Day, month or year, as far as known."))
    proposers = forms.MultipleChoiceField(
        label=_("Who proposed it"), choices=enums.Proposer.choices, widget=forms.CheckboxSelectMultiple
    )
    riel = NumberField(label=_("Sum in riel, if known"), required=False, least=1)
    answer = choice(_("What was answered"), enums.Answer, radio=True)
    pressure = forms.BooleanField(label=_("The person or family was pressed or threatened"), required=False)
    words = StoryField(label=_("What happened"), rows=4, required=False)


class TestimonyForm(forms.Form):
    readers = _("The words are sealed for your office.")
    on = day(_("When the person said so"), initial=today)
    reason = choice(_("Reason, if the person gives one"), enums.WhyWithdrawn)
    language = term_field("language", _("Language spoken"))
    words = StoryField(label=_("In the person's words"), rows=4, required=False)


class WithdrawForm(forms.Form):
    readers = OWN
    words = StoryField(label=_("In the person's words"), rows=3, required=False)
