"""Five million facts of ten years, invented: every kind, every code of the schema, in the proportions of national scale.

Codes of a column come as uneven as in life: the second half as often as the first, the third a third as often. Districts
are those of the gazetteer. Whatever rooms may write in `extra` is written, so that its dictionary is as large as it would be.
"""

import hashlib
import importlib
import json
import os
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import accumulate
from typing import Any
from uuid import UUID

FIRST = date(2017, 1, 1)
DAYS = 3652
# Per mille of the facts asked for; screening 1.5 million and steps of 250,000 cases at national scale. All others 1 each.
KINDS = {
    "screening": 290, "step": 250, "case": 50, "victim": 45, "referral": 76, "referral_answer": 72, "visit": 60,
    "person_in_request": 50, "verification": 42, "request": 24, "admission": 20, "discharge": 15, "unmet_need": 4,
    "decision": 2,
}  # fmt: skip
# Kinds that are about the same unit as another: the outcome of one is told of the other.
UNIT = {"verification": "person_in_request", "referral_answer": "referral", "admission": "referral"}
SERVICES_AT_MOST = 3
COUNTRIES = ("TH", "VN", "MY", "CN", "MM", "LA", "KR", "JP")
COLUMNS = (
    "id, kind, unit_key, happened_on, recorded_on, place, sex, age_band, nationality, form, domestic, palermo, outcome,"
    " agency_kind, agency_province, count, extra, corrects_id"
)


def owner() -> Any:
    import psycopg

    return psycopg.connect(os.environ["DATABASE_OWNER_URL"], autocommit=True)


def fill(facts: int) -> None:
    """By COPY without triggers, then entered in the book at once and bound, as the migrations enter and bind what they find."""
    book = importlib.import_module("rumduol.facts.migrations.0005_book_of_all")
    with owner() as server:
        if server.execute("select from facts_fact limit 1").fetchone():
            raise SystemExit("This database holds facts already: --facts 0 measures what is there.")
        server.execute("alter table facts_fact disable trigger user")
        with server.cursor().copy(f"copy facts_fact ({COLUMNS}) from stdin") as sink:
            for row in made(facts, random.Random(1)):
                sink.write_row(row)
        server.execute("alter table facts_fact enable trigger user")
        server.execute("vacuum analyze facts_fact")
        server.execute(book.everything("facts_fact", many=True))
        server.execute("select facts_bind(4000)")
        server.execute("vacuum analyze facts_entry")
        server.execute("vacuum analyze facts_volume")
        server.execute("vacuum analyze facts_extra")


def made(facts: int, rng: random.Random) -> Iterator[tuple[Any, ...]]:
    """Rows for COPY, corrections (one in thirty) among them."""
    from rumduol.agencies.enums import AgencyKind
    from rumduol.facts.enums import Kind
    from rumduol.facts.schema import schema
    from rumduol.places import queries as places
    from rumduol.terms import queries as terms

    def codes(name: str) -> list[str]:
        return [term.code for term in terms.terms(name)]

    districts = [district.code for province in places.provinces() for district in places.children(province.code)]
    rng.shuffle(districts)
    where = [*districts[:8], "", *districts[8:20], "TH", *(one[:2] for one in districts[:10]), *districts[20:]]
    for kind in Kind:
        number = facts * KINDS.get(kind, 1) // 1000
        corrected = number // 30
        size = number - corrected
        columns = (
            uneven(rng, where, size, start=8),
            uneven(rng, codes("sex"), size),
            uneven(rng, codes("age"), size, start=8),
            uneven(rng, ["KH", "VN", "TH", "CN", "", "MM", "LA", "unknown"], size),
            uneven(rng, rng.sample(["", *codes("form")], len(codes("form")) + 1), size, start=3),
            uneven(rng, ["trafficking", "unknown", "", *codes("domestic")], size),
            uneven(rng, ["trafficking", "unknown", "", *codes("palermo")], size),
            uneven(rng, list(schema(kind).outcomes) or [""], size),
            uneven(rng, rng.sample([*AgencyKind.values, ""], len(AgencyKind.values) + 1), size),
        )
        extra = extras(schema(kind).extra, size, rng)
        for place, (at, *coded) in enumerate(zip(*columns, strict=True)):
            happened = FIRST + timedelta(days=rng.randrange(DAYS))
            name = UUID(int=rng.getrandbits(128))
            key = hashlib.blake2s(f"{UNIT.get(kind, kind)}{place}".encode()).digest()
            # One in fifty is known to the month, one in two hundred to the year.
            day = happened.isoformat()[: 10 if place % 50 else 7 if place % 200 else 4]
            known = happened + timedelta(days=rng.randrange(20))
            rest = (at, *coded, at[:2] if at[:1].isdigit() else "", 1, extra())
            yield name, str(kind), key, day, known, *rest, None
            if place < corrected:
                yield UUID(int=rng.getrandbits(128)), str(kind), key, day, known + timedelta(days=30), *rest, name


def uneven(rng: random.Random, values: Sequence[str], number: int, *, start: int = 1) -> list[str]:
    """The later a value stands, the rarer: weights 1/start, 1/(start + 1) ..."""
    weights = list(accumulate(1 / (start + place) for place in range(len(values))))
    return rng.choices(values, cum_weights=weights, k=number)


def extras(rules: Mapping[str, Any], size: int, rng: random.Random) -> Callable[[], str]:
    """What a fact may say in `extra`, as JSON: codes from a stock that is smaller than the facts, days and riel anew."""
    whole = [key for key in ("days", "riel") if key in rules]
    drawn = {key: rule for key, rule in rules.items() if key not in whole}
    stock = [
        json.dumps({key: _drawn(rule, rng) for key, rule in drawn.items() if rng.random() < 0.9})[1:-1]
        for _one in range(min(max(size // 20, 1), 20_000))
    ]

    def one() -> str:
        parts = [rng.choice(stock), *(f'"{key}": {int(rng.expovariate(1 / 60))}' for key in whole)]
        return "{" + ", ".join(part for part in parts if part) + "}"

    return one


def _drawn(rule: Any, rng: random.Random) -> Any:
    from rumduol.terms import queries as terms

    if isinstance(rule, list):
        return rng.choice(rule)
    if rule.startswith("each "):
        return sorted({_drawn(rule.removeprefix("each "), rng) for _n in range(rng.randint(1, SERVICES_AT_MOST))})
    if rule.startswith("list:"):
        return rng.choice([term.code for term in terms.terms(rule.removeprefix("list:"))])
    if rule in {"flag", "days"}:
        return rng.random() < 0.7 if rule == "flag" else rng.randrange(12)
    return rng.choice(COUNTRIES) if rule == "country" else f"code{rng.randrange(10)}"
