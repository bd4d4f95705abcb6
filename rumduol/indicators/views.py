"""Figures for those who may see exact numbers; everybody else reads releases."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from rumduol.access.enums import Permission
from rumduol.access.gates import page
from rumduol.access.policies import may
from rumduol.access.types import StaffRequest
from rumduol.facts import queries as facts
from rumduol.facts.types import Period
from rumduol.indicators import funnel_showing, queries
from rumduol.indicators.beside import beside
from rumduol.indicators.catalogue import WORDS, Indicator, Measure, catalogue, subjects
from rumduol.indicators.checked import checked
from rumduol.indicators.forms import FigureForm, FunnelForm, ShownForm, TableForm
from rumduol.indicators.funnel import KINDS as FUNNEL_KINDS
from rumduol.indicators.layout import lay_out
from rumduol.indicators.linkage import people
from rumduol.indicators.measures import by_year, has_source, medians, value
from rumduol.indicators.quality import quality
from rumduol.indicators.reports import answers, report, reports
from rumduol.indicators.showing import bars, definition, labels_of, map_values, median_rows, quality_rows, trend
from rumduol.indicators.types import TOTAL
from rumduol.indicators.words import ctdc_label, dimension_label, period_label, subject_label
from rumduol.shared.dates import today
from rumduol.terms import queries as terms


@page(Permission.FIGURES_READ, methods=("GET",))
def figures(request: StaffRequest) -> HttpResponse:
    """One figure as a table: exact, not for passing on."""
    first = next(iter(catalogue().values()))
    year = str((facts.years() or [today().year])[0])
    usual = {"indicator": first.code, "period": year, "breakdowns": list(first.usual)}
    form = FigureForm(request.GET) if request.GET else FigureForm(usual)
    context: dict[str, Any] = {"form": form, "lang": get_language()}
    if form.is_valid():
        chosen = form.cleaned_data
        context |= _figure(queries.indicator(chosen["indicator"]), chosen["period"], chosen["breakdowns"])
    return render(request, "indicators/figures.html", context, status=200 if form.is_valid() else 422)


def _figure(subject: Indicator, period: Period, names: list[str], as_of: Any = None) -> dict[str, Any]:
    table = queries.table(subject, period, names, as_of=as_of)
    numbers = table.with_margins()
    found = quality(subject, period, names, as_of=as_of)
    label = labels_of(subject)
    return {
        "subject": subject,
        "name": subject.word("name", get_language() or "km"),
        "definition": definition(subject),
        "period": period_label(str(period)),
        "total": numbers[(TOTAL,) * len(names)],
        "layout": lay_out(table.dimensions, numbers, label) if names else None,
        "bars": bars(table, numbers, label) if names else None,
        "quality": quality_rows(found),
        "shares": [(dimension_label(name), found.share(name)) for name in names],
        "rates": queries.rates_by_sex(subject, period),
        "beside": beside(subject, period),
    }


@page(Permission.FIGURES_READ, methods=("GET",))
def catalogue_list(request: StaffRequest) -> HttpResponse:
    """Everything that can be counted, by subject, and whether a room writes it yet."""
    lang = get_language() or "km"
    groups = [
        {
            "code": subject,
            "title": subject_label(subject),
            "lines": [
                {
                    "code": one.code,
                    "name": one.word("name", lang),
                    "unit": one.word("unit", lang),
                    "counted": has_source(one),
                }
                for one in found
            ],
        }
        for subject, found in subjects().items()
    ]
    titles = [(code, one.titles.get(lang, one.titles["en"])) for code, one in reports().items()]
    return render(
        request, "indicators/catalogue.html", {"groups": groups, "reports": titles, "count": len(catalogue())}
    )


@page(Permission.FIGURES_READ, methods=("GET",))
def one(request: StaffRequest, code: str) -> HttpResponse:
    """One indicator: its number, table, bars, map, years, what it means and how far it can be trusted, as of any day."""
    subject = queries.indicator(code)
    years = by_year(subject)
    usual = {"period": str(max(years, default=today().year)), "breakdowns": list(subject.usual)}
    form = ShownForm(subject, request.GET if request.GET else usual)
    context: dict[str, Any] = {
        "form": form,
        "subject": subject,
        "name": subject.word("name", get_language() or "km"),
        "definition": definition(subject),
        "more": [subject.word(what, get_language() or "km") for what in WORDS[-4:]],
        "counted": has_source(subject),
        "trend": trend(years),
    }
    if form.is_valid():
        chosen = form.cleaned_data
        period, names, as_of = chosen["period"], chosen["breakdowns"], chosen["as_of"]
        context |= {
            "value": value(subject, period, as_of=as_of),
            "period": period_label(str(period)),
            "as_of": as_of,
            "beside": beside(subject, period),
        }
        if subject.countable:
            context |= _figure(subject, period, names, as_of)
            context |= {
                "people": people(subject, period, as_of=as_of),
                "map": map_values(subject, period, as_of),
                "medians": median_rows(subject, medians(subject, period, names[:1], as_of=as_of))
                if subject.measure == Measure.MEDIAN_DAYS and names
                else [],
            }
    return render(request, "indicators/one.html", context, status=200 if form.is_valid() else 422)


@page(Permission.FIGURES_READ, methods=("GET",))
def outside(request: StaffRequest, code: str) -> HttpResponse:
    """What an outside report asks, line by line, with exact values for the desk."""
    asked, lang = report(code), get_language() or "km"
    form = ShownForm(
        next(iter(catalogue().values())), request.GET or {"period": str((facts.years() or [today().year])[0])}
    )
    lines = []
    if form.is_valid():
        for line, found in answers(code, form.cleaned_data["period"], as_of=form.cleaned_data["as_of"]):
            subject = line.subject
            label = labels_of(subject)
            cell = " · ".join(label(name, code) for name, code in line.cell.items())
            by = ", ".join(label("", name) for name in line.breakdowns) if line.whole else ""
            lines.append({"line": line, "name": subject.word("name", lang), "cell": cell, "by": by, "value": found})
    context = {"title": asked.titles.get(lang, asked.titles["en"]), "form": form, "lines": lines, "code": code}
    return render(request, "indicators/outside.html", context, status=200 if form.is_valid() else 422)


@page(Permission.FIGURES_READ, methods=("GET",))
def justice_funnel(request: StaffRequest) -> HttpResponse:
    """How far criminal cases go, person by person, and how long each step takes."""
    years = facts.years() or [today().year]
    form = FunnelForm(request.GET if request.GET else {"period": str(years[0]), "by": "citizenship"})
    context: dict[str, Any] = {"form": form}
    if form.is_valid():
        asked = form.cleaned_data
        found = facts.every(kinds=FUNNEL_KINDS)
        context |= funnel_showing.shown(found, asked["period"], asked["by"], reported=asked["reported"])
    return render(request, "indicators/funnel.html", context, status=200 if form.is_valid() else 422)


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
    context = {
        "tables": tables,
        "file": facts.ctdc_file(),
        "country": terms.label("nationality", "KH"),
        "can_release": may(request.actor, Permission.RELEASE_DRAFT),
    }
    return render(request, "indicators/ctdc.html", context)


def _ctdc_label(name: str, value: str) -> str:
    return ctdc_label(name, value) if name else dimension_label(value)
