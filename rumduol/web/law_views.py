"""The law at work: look an article up, and try a charge or a sentence against it. Nothing is kept.

The law itself is a room below all others and knows no gates; its pages for staff stand here.
"""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from rumduol.access.enums import Permission
from rumduol.access.gates import page
from rumduol.access.types import StaffRequest
from rumduol.law import queries
from rumduol.law.ranges import range_words
from rumduol.law.showing import article_page
from rumduol.law.types import Article
from rumduol.law.warnings import LawWarning, for_charge, for_sentence, needed_elements
from rumduol.shared.fields import PartialDateField

AGES = (("", _("not known")), ("adult", _("18 or older")), ("15_17", _("15 to 17")), ("under_15", _("under 15")))


class TryForm(forms.Form):
    """A charge or sentence to compare with an article. Sent by GET: it names nobody."""

    mark_optional = False
    age = forms.ChoiceField(label=_("Age of the victim"), choices=AGES, required=False)
    aggravated = forms.BooleanField(label=_("A circumstance that aggravates"), required=False)
    on = PartialDateField(label=_("Day, month or year of the deed"), required=False)
    facts = forms.MultipleChoiceField(
        label=_("For which elements is there a fact?"), required=False, widget=forms.CheckboxSelectMultiple
    )
    months = forms.IntegerField(label=_("Sentence in months"), required=False, max_value=10**6, min_value=-(10**6))
    fine = forms.IntegerField(label=_("Fine in riel"), required=False, max_value=10**15, min_value=-(10**15))

    def __init__(self, *args: Any, article: Article, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = get_language() or "km"
        if article.elements:
            self.fields["facts"].choices = [  # type: ignore[attr-defined]
                (one.code, one.text(language)) for one in article.elements
            ]
        else:
            del self.fields["facts"]


@page(Permission.OWN_ACCOUNT, methods=("GET",))
def law_list(request: StaffRequest) -> HttpResponse:
    """All articles by law, found by number or by words of the title."""
    language = get_language() or "km"
    asked = " ".join(request.GET.get("q", "").split())[:100]
    groups = []
    for instrument, rows in queries.by_instrument():
        lines = [
            {"code": one.code, "number": one.number, "title": one.title(language), "kind": one.kind.label,
             "offence": one.chargeable, "ranges": [range_words(p) for p in one.penalties]}
            for one in rows
            if not asked or asked == one.number or any(asked.casefold() in t.casefold() for t in one.titles.values())
        ]  # fmt: skip
        if lines:
            groups.append({"title": instrument.title(language), "since": instrument.since, "lines": lines})
    return render(request, "web/law/list.html", {"groups": groups, "asked": asked})


@page(Permission.OWN_ACCOUNT, methods=("GET",))
def law_article(request: StaffRequest, code: str) -> HttpResponse:
    """One article with its elements and ranges; beside it a charge or sentence can be tried."""
    article = queries.article(code)
    language = get_language() or "km"
    tried = bool(request.GET)
    form = TryForm(request.GET if tried else None, article=article)
    context: dict[str, Any] = {"form": form, "tried": False, **article_page(article, language)}
    if tried and form.is_valid():
        warnings, penalty = _try(article, form.cleaned_data)
        context |= {"tried": True, "warnings": warnings, "range": penalty}
    return render(request, "web/law/article.html", context)


def _try(article: Article, typed: dict[str, Any]) -> tuple[list[LawWarning], str]:
    """The warnings, and the range in words."""
    child = {"": None, "adult": False}.get(typed["age"], True)
    under_15 = {"under_15": True, "15_17": False, "adult": False}.get(typed["age"])
    ages = {"child": child, "under_15": under_15, "aggravated": typed["aggravated"]}
    facts = typed.get("facts")
    found = list(for_charge(article.code, on=typed["on"], facts=facts if needed_elements(article, child=bool(child)) else None, **ages))  # fmt: skip
    if typed["months"] is not None or typed["fine"] is not None:
        found += for_sentence(article.code, months=typed["months"] or 0, fine=typed["fine"], **ages)
    return found, range_words(article.penalty_for(child, under_15, typed["aggravated"]))
