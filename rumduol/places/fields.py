"""A form field for a place: typed in either script, chosen among the likely ones, or not known. Needs no JavaScript.

The first submit searches; if more than one place may be meant, the page comes back with radio buttons and nothing typed
is lost. The cleaned value is the code of a place of any level, or "" for not known.
"""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rumduol.places import queries
from rumduol.places.enums import Level
from rumduol.places.searching import LONGEST, Match, search

Typed = tuple[str, str, bool]  # text, chosen code, not known

UNKNOWN_CHOICE = "unknown"  # the radio button that says: none of these, not known


class PlaceWidget(forms.Widget):
    """A text box, radio buttons when the text may mean several places, and a box for "not known"."""

    template_name = "places/widgets/place.html"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        self.options: list[Match] = []  # set by the field while cleaning, for this form only
        self.allow_unknown = True

    def value_from_datadict(self, data: Mapping[str, Any], files: MultiValueDict[str, Any], name: str) -> Typed:
        code = str(data.get(f"{name}_code", ""))
        unknown = bool(data.get(f"{name}_unknown")) or code == UNKNOWN_CHOICE
        return str(data.get(name, "")), "" if code == UNKNOWN_CHOICE else code, unknown

    def value_omitted_from_data(self, data: Mapping[str, Any], files: MultiValueDict[str, Any], name: str) -> bool:
        return not any(key in data for key in (name, f"{name}_code", f"{name}_unknown"))

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, None, attrs)
        text, code, unknown = as_typed(value)
        context["widget"].update(
            text=text,
            code=code,
            unknown=unknown,
            allow_unknown=self.allow_unknown,
            unknown_choice=UNKNOWN_CHOICE,
            options=[(m.place.code, queries.describe(m.place.code, long=True)) for m in self.options],
        )
        return context


def as_typed(value: Any) -> Typed:
    """What the widget shows for a stored code, for what was typed, or for nothing yet."""
    if isinstance(value, tuple):
        return value
    code = value or ""
    return queries.describe(code, long=True), code, False


class PlaceField(forms.Field):
    """`within` narrows the search to a place (set it per form: `form.fields["village"].within = "18"`).

    `levels` narrows it to some levels; `allow_unknown=False` leaves out the box "not known".
    """

    widget = PlaceWidget
    default_error_messages = {
        "required": gettext_lazy("Type the name of the place, or choose that it is not known."),
        "which": gettext_lazy("More than one place may be meant. Choose one."),
        "none": gettext_lazy(
            "No place with this name was found. Try another spelling, a larger place, or choose that it is not known."
        ),
        "elsewhere": gettext_lazy("%(place)s is not in %(within)s. Correct one of the two."),
    }

    def __init__(
        self,
        *,
        within: str = "",
        levels: frozenset[Level] | None = None,
        allow_unknown: bool = True,
        **kwargs: Any,
    ) -> None:
        kwargs.setdefault("label", gettext_lazy("Place"))
        super().__init__(**kwargs)
        self.within = within
        self.levels = levels
        self.widget.allow_unknown = allow_unknown
        self.allow_unknown = allow_unknown

    def clean(self, value: Any) -> str:
        text, code, unknown = as_typed(value)
        text = text.strip()[:LONGEST]
        if unknown and self.allow_unknown:
            return queries.UNKNOWN
        if not text and not code:
            if self.required:
                raise self._error("required")
            return queries.UNKNOWN
        return self._chosen(text, code) or self._found(text)

    def has_changed(self, initial: Any, data: Any) -> bool:
        return as_typed(initial)[0] != as_typed(data)[0]

    def _chosen(self, text: str, code: str) -> str:
        """The chosen code while it still fits the text; "" when the text was changed after choosing."""
        if not code or not queries.exists(code) or not self._fits(code):
            return ""
        if not text or text in {queries.describe(code, lang, long=True) for lang in ("km", "en")}:
            return self._inside(code)
        return self._inside(code) if any(match.place.code == code for match in self._matches(text, "")) else ""

    def _found(self, text: str) -> str:
        matches = self._matches(text, self.within)
        if not matches:
            elsewhere = self._matches(text, "") if self.within else []
            if elsewhere and elsewhere[0].sure:
                return self._inside(elsewhere[0].place.code)
            raise self._error("none")
        sure = [match.place for match in matches if match.sure]
        widest = min(sure, key=lambda place: len(place.code), default=None)
        if widest and (widest.level == Level.PROVINCE or self._is_plain(widest.code, matches)):
            return widest.code
        self.widget.options = [match for match in matches if match.close] or matches
        raise self._error("which")

    @staticmethod
    def _is_plain(code: str, matches: list[Match]) -> bool:
        """Whether the widest place of that name holds all others of it, and lies in none that sounds the same."""
        return all(queries.is_within(m.place.code, code) for m in matches if m.sure) and not any(
            m.close and m.place.code != code and queries.is_within(code, m.place.code) for m in matches
        )

    def _matches(self, text: str, within: str) -> list[Match]:
        found = search(text, within=within or None, limit=12)
        return [m for m in found if self._fits(m.place.code) and m.place.code != within][:8]

    def _fits(self, code: str) -> bool:
        return self.levels is None or queries.level_of(code) in self.levels

    def _inside(self, code: str) -> str:
        if queries.is_within(code, self.within):
            return code
        raise self._error(
            "elsewhere",
            place=queries.describe(code, long=True),
            within=queries.get(self.within).full_name() if queries.exists(self.within) else self.within,
        )

    def _error(self, key: str, **values: str) -> ValidationError:
        return ValidationError(self.error_messages[key], code=key, params=values)


def place_not_in_province(code: str, province: str) -> str | None:
    """The message for a form that asks province and place in two fields; None when they agree or one is not known."""
    if not code or not province or queries.is_within(code, province) or queries.is_within(province, code):
        return None
    return _("%(place)s is not in %(within)s. Correct one of the two.") % {
        "place": queries.describe(code, long=True),
        "within": queries.get(province).full_name(),
    }
