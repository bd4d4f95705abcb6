"""What templates say in the reader's words: dates, clocks, digits, names of places and of code-list values."""

from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django import template
from django.utils import timezone, translation
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rumduol.shared import clocks
from rumduol.shared.dates import PartialDate, local, today
from rumduol.shared.khmer import number, to_khmer_digits
from rumduol.web.labels import place_words, term_words

register = template.Library()


def _khmer() -> bool:
    return (translation.get_language() or "km") == "km"


@register.filter
def digits(value: Any) -> str:
    """A count or a year in the reader's digits: 12 -> ១២ in Khmer. Not for what people copy (codes, phones)."""
    text = "" if value is None else str(value)
    return to_khmer_digits(text) if _khmer() else text


@register.filter
def figure(value: Any) -> str:
    """A number grouped and in the reader's digits: 12500 -> 12,500 or ១២,៥០០."""
    if value is None or value == "":
        return ""
    return number(value, translation.get_language() or "km", khmer_digits=_khmer())


@register.filter
def day(value: Any) -> str:
    """A date in words; a PartialDate shows only what is known; a moment shows its day in Phnom Penh."""
    if not value:
        return ""
    known = value if isinstance(value, PartialDate) else PartialDate.of(value)
    return known.in_words(khmer_digits=_khmer())


@register.filter
def short_day(value: Any) -> str:
    """A date in few words; this year's year is left out."""
    if not value:
        return ""
    known = value if isinstance(value, PartialDate) else PartialDate.of(value)
    if known.day is not None and known.year == today().year:
        words = known.in_words(short=True)
        words = words.removesuffix(f" {known.year}").removeprefix(f"{known.year}年")
        return to_khmer_digits(words) if _khmer() else words
    return known.in_words(short=True, khmer_digits=_khmer())


@register.filter
def moment(value: datetime | None) -> str:
    """A day and a time of day in Phnom Penh: today and yesterday by their names."""
    if not value:
        return ""
    here = local(value)
    clock = f"{here:%H:%M}"
    clock = to_khmer_digits(clock) if _khmer() else clock
    ago = (today() - here.date()).days
    if ago == 0:
        return _("today, %(time)s") % {"time": clock}
    if ago == 1:
        return _("yesterday, %(time)s") % {"time": clock}
    return _("%(day)s, %(time)s") % {"day": short_day(here), "time": clock}


@register.filter
def since(value: datetime | date | None) -> str:
    """How long something has been so: `3 h`, `2 days`."""
    if not value:
        return ""
    if isinstance(value, datetime):
        hours = int((timezone.now() - value).total_seconds() // 3600)
        if hours < 1:
            return _("less than an hour")
        if hours < 48:
            return digits(_("%(n)d h") % {"n": hours})
        days = hours // 24
    else:
        days = (today() - value).days
    return digits(ngettext("%(n)d day", "%(n)d days", days) % {"n": days})


FACE = (
    '<svg class="clock__face" viewBox="0 0 20 20" aria-hidden="true" focusable="false" fill="none"'
    ' stroke="currentColor" stroke-width="2" stroke-linecap="round">{}</svg>'
)
HANDS = {
    "done": mark_safe('<path d="M4 10.500l4 4 8-9"/>'),
    "late": mark_safe('<path d="M10 3v9"/><circle cx="10" cy="16" r=".6"/>'),
    "": mark_safe('<circle cx="10" cy="10" r="8"/><path d="M10 5.500V10l3 2"/>'),
}


@register.simple_tag
def clock(due: datetime | date | None, done: datetime | date | None = None) -> SafeString:
    """A deadline as a small clock with words: calm, soon (a day or less), late, or done.

    Put together here: lists show one in each line, and a template of its own cost more than the rest of the line.
    """
    tone, words = _read_clock(due, done)
    return _drawn(tone, words) if words else SafeString("")


@lru_cache(maxsize=1024)
def _drawn(tone: str, words: str) -> SafeString:
    """The same few faces stand in every list."""
    face = format_html(FACE, HANDS.get(tone, HANDS[""]))
    return format_html('<span class="clock clock--{}">{}<span>{}</span></span>', tone, face, words)


def _read_clock(due: datetime | date | None, done: datetime | date | None) -> tuple[str, str]:
    if due is None:
        return "", ""
    if done:
        return "done", _("done %(day)s") % {"day": short_day(done)}
    if not isinstance(due, datetime):
        return _day_clock(due)
    left = clocks.left(due)
    if left.late:
        tone = "late"
    elif left.unit == "days":
        tone = "calm"
    else:
        tone = "soon" if (due - timezone.now()).total_seconds() <= 86400 else "calm"
    return tone, digits(left.in_words())


def _day_clock(due: date) -> tuple[str, str]:
    days = (due - today()).days
    if days == 0:
        return "soon", _("due today")
    if days == 1:
        return "soon", _("due tomorrow")
    if days < 0:
        words = ngettext("%(n)d day late", "%(n)d days late", -days) % {"n": -days}
        return "late", digits(words)
    words = ngettext("due in %(n)d day", "due in %(n)d days", days) % {"n": days}
    return "calm", digits(words)


@register.filter
def place(code: str | None) -> str:
    """The name of a place of any level, in the reader's script."""
    return place_words(code) if code else _("not known")


@register.filter
def term(code: str | None, code_list: str) -> str:
    """The label of a code: `{{ person.sex|term:"sex" }}`."""
    return term_words(code_list, code) if code else _("not known")


@register.filter
def has_error(attrs: dict[str, Any]) -> bool:
    """Whether a widget's attributes say that its answer was refused."""
    return attrs.get("aria-invalid") in {True, "true"}


@register.filter
def bar(value: float | None, most: float | None) -> SafeString:
    """A horizontal bar of value out of most, drawn without text: the figure stands beside it."""
    share = 0.0 if not value or not most else max(0.0, min(100.0, 100.0 * float(value) / float(most)))
    return format_html(
        '<svg class="bar" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true" focusable="false">'
        '<rect class="bar__ground" width="100" height="10"/><rect class="bar__value" width="{}" height="10"/></svg>',
        f"{share:.1f}",
    )


@register.inclusion_tag("parts/step_path.html")
def step_path(steps: list[dict[str, Any]]) -> dict[str, Any]:
    """Steps as a path. Each: {number, label, state: done|now|open|skipped, url?}."""
    said = {"done": _("done"), "now": _("now"), "skipped": _("not needed")}
    open_words = _("not yet")
    shown = [
        {
            "url": "",
            **step,
            "now": step["state"] == "now",
            "label": str(step["label"]),
            "words": said.get(step["state"], open_words),
        }
        for step in steps
    ]
    return {"steps": shown, "now": [step for step in shown if step["now"]], "count": len(steps)}
