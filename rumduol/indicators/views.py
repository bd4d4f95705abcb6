"""Figures for those who may see exact numbers; everybody else reads releases."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from rumduol.access.enums import Permission
from rumduol.access.gates import page
from rumduol.access.types import StaffRequest
from rumduol.facts import queries as facts
from rumduol.indicators import queries
from rumduol.indicators.catalogue import catalogue
from rumduol.indicators.checked import checked
from rumduol.indicators.forms import FigureForm, TableForm
from rumduol.indicators.layout import lay_out
from rumduol.indicators.types import TOTAL
from rumduol.indicators.words import ctdc_label, dimension_label, period_label, value_label
from rumduol.shared.dates import today
from rumduol.terms import queries as terms


@page(Permission.FIGURES_READ, methods=("GET",))
def figures(request: StaffRequest) -> HttpResponse:
    """One figure as a table: exact, not for passing on."""
    first = next(iter(catalogue().values()))
    year = str((facts.years() or [today().year])[0])
    usual = {"indicator": first.code, "period": year, "breakdowns": list(first.usual)}
    form = FigureForm(request.GET) if request.GET else FigureForm(usual)
    context: dict[str, Any] = {"form": form, "known": catalogue().values(), "lang": get_language()}
    if form.is_valid():
        context |= _figure(form.cleaned_data)
    return render(request, "indicators/figures.html", context, status=200 if form.is_valid() else 422)


def _figure(chosen: dict[str, Any]) -> dict[str, Any]:
    subject, period, names = queries.indicator(chosen["indicator"]), chosen["period"], chosen["breakdowns"]
    table = queries.table(subject, period, names)
    numbers = table.with_margins()
    quality = queries.quality(subject, period, names)
    lang = get_language() or "km"
    words = ("unit", "numerator", "denominator", "period", "place", "source")
    return {
        "subject": subject,
        "name": subject.word("name", lang),
        "definition": {what: subject.word(what, lang) for what in words},
        "period": period_label(str(period)),
        "total": numbers[(TOTAL,) * len(names)],
        "layout": lay_out(table.dimensions, numbers, _label),
        "bars": bars(
            table.dimensions[0].name, [(v, numbers[_margin(v, len(names))]) for v in table.dimensions[0].values]
        ),
        "quality": quality,
        "shares": [(dimension_label(name), quality.share(name)) for name in names],
        "rates": queries.rates_by_sex(subject, period),
    }


def _margin(value: str, size: int) -> tuple[str, ...]:
    return (value, *([TOTAL] * (size - 1)))


def bars(name: str, numbers: list[tuple[str, int]]) -> dict[str, Any]:
    """Rows for `parts/bars.html`: the values of one breakdown that are not zero."""
    shown = [{"label": value_label(name, value), "value": number} for value, number in numbers if number]
    return {"rows": shown, "most": max((number for _value, number in numbers), default=0)}


def _label(name: str, value: str) -> str:
    return value_label(name, value) if name else dimension_label(value)


@page(Permission.FIGURES_READ)
def check(request: StaffRequest) -> HttpResponse:
    """Whether somebody's tables add up, and which cells can be wrong. The file is read and forgotten."""
    sent = request.method == "POST"
    form = TableForm(request.POST, request.FILES) if sent else TableForm()
    context: dict[str, Any] = {"form": form}
    if sent and form.is_valid():
        file = form.cleaned_data["file"]
        context |= checked(file.name, file.read(), get_language() or "km")
    return render(request, "indicators/check.html", context, status=422 if form.errors else 200)


@page(Permission.FIGURES_READ, methods=("GET",))
def ctdc(request: StaffRequest) -> HttpResponse:
    """Cambodia in the Collaborative's synthetic dataset: another source, never added to our own figures."""
    tables = []
    for column in ("citizenship", "exploited_in"):
        table = queries.ctdc_table(column, "KHM")
        numbers = table.with_margins()
        tables.append(
            {"column": column, "total": table.total, "layout": lay_out(table.dimensions, numbers, _ctdc_label)}
        )
    context = {"tables": tables, "file": facts.ctdc_file(), "country": terms.label("nationality", "KH")}
    return render(request, "indicators/ctdc.html", context)


def _ctdc_label(name: str, value: str) -> str:
    return ctdc_label(name, value) if name else dimension_label(value)
