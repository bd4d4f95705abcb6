"""A small shelf of invented releases: two years, a hidden cell, and figures that nobody released."""

from datetime import date
from itertools import product

from rumduol.release.disclosure.kinds import Kind
from rumduol.release.formats.dataset import Axis, Dataset, Observation

WORDS = {
    "km": {
        "sex": "ភេទ", "female": "ស្រី", "male": "ប្រុស", "province": "ខេត្ត", "age": "កុមារ ឬមនុស្សពេញវ័យ", "child": "កុមារ",
        "adult": "មនុស្សពេញវ័យ", "outcome": "លទ្ធផល", "found": "រកឃើញ", "not_at_place": "មិននៅទីនោះ", "form": "ទម្រង់នៃការកេងប្រវ័ញ្ច",
        "labour": "ពលកម្មដោយបង្ខំ", "sexual": "ការកេងប្រវ័ញ្ចផ្លូវភេទ", "unknown": "មិនដឹង", "total": "សរុប", "unit": "មនុស្ស",
    },
    "en": {
        "sex": "Sex", "female": "Female", "male": "Male", "province": "Province", "age": "Child or adult", "child": "Child",
        "adult": "Adult", "outcome": "Outcome", "found": "Found", "not_at_place": "Not at the place",
        "form": "Form of exploitation", "labour": "Forced labour", "sexual": "Sexual exploitation", "unknown": "Not known",
        "total": "Total", "unit": "person",
    },
}  # fmt: skip
VALUES = {
    "sex": ("female", "male", "unknown"),
    "age": ("child", "adult"),
    "outcome": ("found", "not_at_place", "unknown"),
    "form": ("labour", "sexual"),
    "province": tuple(f"{code:02d}" for code in range(1, 26)),
}


def released(number, indicator, period, by, lang="en", *, counts=None, hidden=(), **more):
    """A dataset whose inner cells are `counts` ({coordinate: number}); margins are sums; `hidden` cells are suppressed."""
    words = WORDS[lang]
    axes = tuple(
        Axis(name, words[name], tuple((code, words.get(code, f"{words['province']} {code}")) for code in VALUES[name]))
        for name in by
    )
    inner = counts or {}
    cells = {}
    for place in product(*((*VALUES[name], "total") for name in by)):
        total = sum(
            one for at, one in inner.items() if all(mine in ("total", its) for mine, its in zip(place, at, strict=True))
        )
        cells[place] = Observation(Kind.SUPPRESSED) if place in hidden else Observation.of(total)
    return Dataset(
        **{
            "number": number, "sha256": f"{abs(hash(number)) % 10**16:064x}", "lang": lang, "title": f"{indicator} {period}",
            "indicator": indicator, "indicator_label": indicator, "unit": words["unit"], "period": period,
            "period_label": period, "source": "Rumduol", "published_on": date(2027, 2, 1), "address": "https://example.org/",
            "axes": axes, "cells": cells, "notes": (), "legend": {}, "heads": {"total": words["total"]},
        }
        | more
    )  # fmt: skip


def shelf_datasets(lang="en"):
    """What a committee might have released: victims twice, requests, inspections, a penalty that is hidden."""
    places = VALUES["province"]
    return [
        released(
            "R-2027-01", "victims", "2026", ("sex", "age"), lang,
            counts={("female", "child"): 31, ("female", "adult"): 120, ("male", "child"): 4, ("male", "adult"): 88},
            hidden={("male", "child"), ("male", "adult"), ("female", "child"), ("female", "adult")},
            rate_per=100_000, population={"total": 17_000_000, "female": 8_700_000, "male": 8_300_000},
        ),
        released(
            "R-2027-02", "victims", "2026", ("province", "form"), lang,
            counts={(place, "labour"): 3 * at % 17 + 5 for at, place in enumerate(places)}
            | {(place, "sexual"): 7 * at % 13 for at, place in enumerate(places)},
            hidden={("03", "sexual"), ("03", "labour"), ("09", "sexual"), ("09", "labour"), ("03", "total"), ("09", "total")},
        ),
        released(
            "R-2027-03", "requests", "2026", ("province", "outcome"), lang,
            counts={(place, "found"): 11 * at % 29 for at, place in enumerate(places)}
            | {(place, "not_at_place"): 5 * at % 7 for at, place in enumerate(places)},
        ),
        released("R-2027-04", "inspections", "2026", ("province",), lang, counts={("12",): 1200, ("18",): 624}),
        released("R-2027-05", "inspections", "2025", ("province",), lang, counts={("12",): 176}),
        released("R-2027-06", "violations_child_labour", "2026", ("province",), lang, counts={("12",): 4}, hidden={("total",), ("12",)}),
        released("R-2027-07", "violations_child_labour", "2025", ("province",), lang),
        released("R-2027-08", "unannounced_conducted", "2026", ("province",), lang, counts={("12",): 40}),
        released("R-2027-09", "unannounced_conducted", "2025", ("province",), lang),
        released("R-2026-09", "victims", "2025", ("sex", "age"), lang, counts={("female", "adult"): 140, ("male", "adult"): 60}),
        released("R-2027-10", "referrals", "2026", ("sex", "age"), lang, counts={("female", "child"): 50, ("female", "adult"): 71, ("male", "adult"): 23}),
    ]  # fmt: skip
