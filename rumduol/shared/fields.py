"""Form fields that clean what was typed and say in the reader's language what is wrong with it."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from rumduol.shared import text as texts
from rumduol.shared.dates import OLDEST, PartialDate
from rumduol.shared.errors import InvalidInput
from rumduol.shared.khmer import to_latin_digits
from rumduol.shared.phone import read_phone, show_phone
from rumduol.shared.typed_dates import read_date


class NameField(forms.CharField):
    """A person's name in any script: one letter is enough, 120 at most, no emoji. Empty gives ''."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"required": False, **kwargs, "strip": False, "max_length": None})
        self.widget.attrs.setdefault("autocomplete", "off")
        self.widget.attrs.setdefault("spellcheck", "false")

    def clean(self, value: Any) -> str:
        try:
            name = texts.clean_name(str(value or ""))
        except InvalidInput as error:
            raise ValidationError(error.message) from error
        return super().clean(name)


class LineField(forms.CharField):
    """One line of text (a title, a place in words), cleaned; at most `max_length` characters (200)."""

    def __init__(self, *, max_length: int = texts.LINE_LENGTH, **kwargs: Any) -> None:
        self.most = max_length
        super().__init__(**{**kwargs, "strip": False})

    def clean(self, value: Any) -> str:
        line = texts.one_line(str(value or ""))
        try:
            texts.check_length(line, self.most)
        except InvalidInput as error:
            raise ValidationError(error.message) from error
        return super().clean(line)


class StoryField(forms.CharField):
    """Free text of several lines, emoji welcome; at most `max_length` characters (20,000), counted after cleaning."""

    widget = forms.Textarea

    def __init__(self, *, max_length: int = texts.STORY_LENGTH, rows: int = 6, **kwargs: Any) -> None:
        self.most = max_length
        super().__init__(**{**kwargs, "strip": False})
        self.widget.attrs.setdefault("rows", rows)
        self.widget.attrs.setdefault("autocomplete", "off")

    def clean(self, value: Any) -> str:
        story = texts.clean(str(value or ""))
        try:
            texts.check_length(story, self.most)
        except InvalidInput as error:
            raise ValidationError(error.message) from error
        return super().clean(story)


class PhoneField(forms.CharField):
    """A telephone number; cleans to E.164. `region` is where a number without a country code belongs."""

    def __init__(self, *, region: str = "KH", **kwargs: Any) -> None:
        self.region = region
        super().__init__(**{**kwargs, "strip": False})
        self.widget.input_type = "tel"
        self.widget.attrs.setdefault("autocomplete", "off")
        self.widget.attrs.setdefault("inputmode", "tel")

    def clean(self, value: Any) -> str:
        typed = texts.one_line(str(value or ""))
        if not typed:
            return super().clean("")
        try:
            return super().clean(read_phone(typed, region=self.region))
        except InvalidInput as error:
            raise ValidationError(error.message) from error

    def prepare_value(self, value: Any) -> Any:
        return show_phone(value) if isinstance(value, str) and value.startswith("+") else value


class PartialDateField(forms.CharField):
    """A date known to the day, month or year; cleans to a PartialDate or None.

    After cleaning `notes` holds what to tell the person about a converted date (a Buddhist-era year);
    a form shows it with `form.fields["born"].notes`.
    """

    def __init__(self, *, future: bool = False, years_back: int | None = OLDEST, **kwargs: Any) -> None:
        self.future, self.years_back = future, years_back
        self.notes: tuple[Any, ...] = ()
        super().__init__(**{**kwargs, "strip": False})
        self.widget.attrs.setdefault("autocomplete", "off")
        self.widget.attrs.setdefault("placeholder", _("day/month/year"))

    def __deepcopy__(self, memo: dict[int, Any]) -> "PartialDateField":
        copied = super().__deepcopy__(memo)
        copied.notes = ()
        return copied

    def to_python(self, value: Any) -> Any:
        if isinstance(value, PartialDate):
            return value
        typed = texts.one_line(str(value or ""))
        if not typed:
            return None
        try:
            read = read_date(typed, future=self.future, years_back=self.years_back)
        except InvalidInput as error:
            raise ValidationError(error.message) from error
        self.notes = read.notes
        return read.date

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, date):
            value = PartialDate.of(value)
        if isinstance(value, PartialDate):  # shown as it is typed: day first
            parts = [value.day, value.month, value.year]
            return "/".join(f"{p:02d}" for p in parts if p is not None)
        return value

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return self.to_python(initial) != self.to_python(data)
        except ValidationError:
            return True


class DayField(PartialDateField):
    """A whole date; cleans to a `datetime.date` or None."""

    def to_python(self, value: Any) -> Any:
        if isinstance(value, date):
            return value
        read = super().to_python(value)
        if read is None:
            return None
        if read.precision != "day":
            raise ValidationError(_("Write day, month and year, for example 25/03/2024."))
        return read.first


class AgeField(forms.CharField):
    """Age in years, 0 to 120, any digits; cleans to an int or None."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{**kwargs, "strip": False})
        self.widget.attrs.setdefault("inputmode", "numeric")
        self.widget.attrs.setdefault("autocomplete", "off")

    def to_python(self, value: Any) -> Any:
        typed = to_latin_digits(texts.one_line(str("" if value is None else value)))
        if not typed:
            return None
        if not (typed.isascii() and typed.isdigit() and len(typed) <= 4):
            raise ValidationError(_("Write the age as a number of years, for example 15."))
        age = int(typed)
        if age > OLDEST:
            raise ValidationError(_("An age of %(age)d is not possible: 0 to %(most)d.") % {"age": age, "most": OLDEST})
        return age

    def validate(self, value: Any) -> None:
        if value is None and self.required:
            raise ValidationError(self.error_messages["required"], code="required")
