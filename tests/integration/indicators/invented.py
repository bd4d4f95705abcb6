"""Invented facts for any indicator: codes from the schema of its kind, and from the lists every fact uses."""

from datetime import date
from random import Random
from uuid import uuid4

from hypothesis import strategies as st

from rumduol.facts.schema import schema, values

EMPTY = {
    "place": "", "sex": "unknown", "age_band": "unknown", "nationality": "", "form": "", "domestic": "", "palermo": "",
    "outcome": "", "agency_kind": "", "agency_province": "", "count": 1, "recorded_on": date(2026, 5, 1),
    "corrects_id": None,
}  # fmt: skip
DATES = ["2025", "2025-12-31", "2026", "2026-01", "2026-01-31", "2026-03-31", "2026-04", "2026-04-01"]
COMMON = {
    "happened_on": DATES,
    "place": ["", "08", "1801", "1802", "TH"],
    "sex": ["female", "male", "unknown"],
    "age_band": ["child", "9-17", "18-20", "adult", "unknown"],
    "nationality": ["", "KH", "VN", "FJ", "unknown"],
    "form": ["", "labour_bricks", "sexual", "unknown"],
    "domestic": ["", "trafficking", "unknown"],
    "palermo": ["", "child_trafficking", "unknown"],
    "agency_kind": ["", "police", "ngo"],
    "agency_province": ["", "18"],
}


def extra_values(kind, key, rule):
    if isinstance(rule, str) and rule.startswith("each"):
        codes = list(values(kind, key))[:2] or ["a", "b"]
        return [[codes[0]], codes, []]
    if rule == "flag":
        return [True, False]
    if rule in ("days", "riel"):
        return [0, 1, 7, 200, 4000]
    if rule == "country":
        return ["TH", "FJ"]
    return [*(values(kind, key) or ["tipse-12"])]


def facts_of(kind):
    """A strategy of one fact of a kind, as a dict with `corrected`: None, or the count of a later fact that replaces it."""
    shape = schema(kind)
    extra = {key: st.sampled_from(extra_values(kind, key, rule)) for key, rule in shape.extra.items()}
    outcomes = [*(shape.outcomes or ["done"]), ""]
    return st.fixed_dictionaries(
        {
            **{name: st.sampled_from(codes) for name, codes in COMMON.items()},
            "kind": st.just(str(kind)),
            "outcome": st.sampled_from(outcomes),
            "unit_key": st.sampled_from([bytes([n]) * 32 for n in range(4)]),
            "count": st.integers(1, 5),
            "extra": st.fixed_dictionaries({}, optional=extra),
            "corrected": st.sampled_from([None, None, 0, 3]),
            "known": st.sampled_from([date(2026, 5, 1), date(2026, 6, 1)]),
        }
    )


def rows_of(drawn, once=()):
    """Facts and their corrections; of the kinds in `once` a unit has one, as the writer sees to."""
    seen = set()
    for given in drawn:
        fact = dict(given)
        corrected, known = fact.pop("corrected"), fact.pop("known")
        if fact["kind"] in once:
            if (fact["kind"], fact["unit_key"]) in seen:
                continue
            seen.add((fact["kind"], fact["unit_key"]))
        first = {**EMPTY, **fact, "id": uuid4()}
        yield first
        if corrected is not None:
            yield {
                **first, "id": uuid4(), "count": corrected, "sex": "male", "recorded_on": known,
                "corrects_id": first["id"],
            }  # fmt: skip


def one_of_each(kind):
    """Demo-like facts of a kind: twenty of every outcome, their other codes drawn, the same ones in every run."""
    shape, rng = schema(kind), Random(str(kind))
    lists = {key: extra_values(kind, key, rule) for key, rule in shape.extra.items()}
    for outcome in shape.outcomes or ("done",):
        for _n in range(20):
            yield {
                **EMPTY,
                **{name: rng.choice(codes) for name, codes in COMMON.items()},
                "id": uuid4(), "kind": str(kind), "unit_key": uuid4().bytes * 2, "happened_on": "2026-03-31",
                "outcome": outcome, "extra": {key: rng.choice(found) for key, found in lists.items()},
            }  # fmt: skip
