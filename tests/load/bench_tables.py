"""`./run bench tables [--facts 5000000]`: how fast any table of figures is counted from that many facts.

Makes plausible facts of ten years by COPY (all kinds of the spine in the proportions of national scale, one in thirty
corrected), enters them in the book of facts, and asks tables of one to four breakdowns for a month, a year and ten
years, as of today and as of a day in the past. Beside each, in the same run: the way it was counted before the book
(`before`: facts with an anti-join of their corrections), the same from columns in memory (`numpy`), and what a write
costs with and without the book. DATABASE_URL (app role) and DATABASE_OWNER_URL name a migrated database.
"""

import argparse
import hashlib
import importlib
import json
import os
import platform
import random
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import partial
from itertools import accumulate
from pathlib import Path
from typing import Any
from uuid import UUID

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.local")
GOAL = 1.0
FIRST = date(2017, 1, 1)
DAYS = 3652
# Per mille of all facts; screening 1.5 million and steps of 250,000 cases at national scale.
KINDS = {
    "screening": 290, "step": 250, "case": 50, "victim": 45, "referral": 76, "referral_answer": 72, "visit": 60,
    "person_in_request": 50, "verification": 42, "request": 24, "admission": 20, "discharge": 15, "unmet_need": 4,
    "decision": 2,
}  # fmt: skip
OUTCOMES = {
    "screening": ["identified", "presumed", "exploited", "at_risk", "no_indication", "declined"],
    "victim": ["identified", "presumed"],
    "step": [
        "identification", "crisis", "referral", "admission", "assessment", "planning", "reintegration", "follow_up",
        "feedback", "closure",
    ],
    "verification": ["found", "not_at_place", "place_closed", "too_little_information", "other_province"],
    "referral_answer": ["accepted", "declined", "lapsed"],
}  # fmt: skip
FORMS = ["sexual", "labour_bricks", "labour_fishing", "criminality_scam", "marriage", "labour_domestic", "begging", ""]
BANDS = ["0-8", "9-17", "child", "18-20", "21-23", "24-26", "27-29", "30-38", "39-47", "48+", "adult", "unknown"]
AGENCIES = ["police", "social_affairs", "ngo", "immigration", "helpline", ""]
COLUMNS = (
    "id, kind, unit_key, happened_on, recorded_on, place, sex, age_band, nationality, form, domestic, palermo, outcome,"
    " agency_kind, agency_province, count, extra, corrects_id"
)


def weighted(rng: random.Random, values: list[str], number: int) -> list[str]:
    """Values whose weights fall by a third each: the first are common, the last are rare."""
    weights = list(accumulate(0.67**place for place in range(len(values))))
    return rng.choices(values, cum_weights=weights, k=number)


def made(facts: int, rng: random.Random, places: list[str]) -> Iterator[tuple[Any, ...]]:
    """Rows for COPY, corrections among them."""
    for kind, share in KINDS.items():
        number = facts * share // 1000
        corrected = number // 30
        size = number - corrected
        draw = {
            "place": weighted(rng, places, size),
            "sex": weighted(rng, ["female", "male", "unknown"], size),
            "age": rng.choices(BANDS, k=size),
            "nationality": weighted(rng, ["KH", "VN", "TH", "CN", "", "MM", "LA", "unknown"], size),
            "form": weighted(rng, FORMS, size),
            "domestic": weighted(rng, ["trafficking", "unknown", "", "labour", "none"], size),
            "palermo": weighted(rng, ["trafficking", "unknown", "", "child_trafficking"], size),
            "outcome": weighted(rng, OUTCOMES.get(kind, [""]), size),
            "agency": weighted(rng, AGENCIES, size),
        }
        columns = zip(*draw.values(), strict=True)
        for place, (where, sex, age, nationality, form, domestic, palermo, outcome, agency) in enumerate(columns):
            happened = FIRST + timedelta(days=rng.randrange(DAYS))
            name = UUID(int=rng.getrandbits(128))
            # The parts of a request and its verification, and a referral and its answer, are about the same unit.
            key = hashlib.blake2s(f"{UNIT.get(kind, kind)}{place}".encode()).digest()
            extra = json.dumps(EXTRA[kind](rng)) if kind in EXTRA else "{}"
            day = happened.isoformat() if place % 50 else happened.isoformat()[:7]
            known = (happened + timedelta(days=rng.randrange(20))).isoformat()
            rest = (where, sex, age, nationality, form, domestic, palermo, outcome, agency, where[:2], 1, extra)
            yield name, kind, key, day, known, *rest, None
            if place < corrected:
                later = (happened + timedelta(days=30)).isoformat()
                yield UUID(int=rng.getrandbits(128)), kind, key, day, later, *rest, name


SERVICES = ["shelter", "legal_aid", "medical", "counselling", "training", "job", "family", "school"]
# What rooms write in `extra`, as far as tables ask for it.
EXTRA: dict[str, Callable[[random.Random], dict[str, Any]]] = {
    "step": lambda rng: {"step": rng.randrange(10), "days": rng.randrange(90), "in_time": rng.random() < 0.8},
    "request": lambda rng: {"channel": rng.choice(["phone", "web", "note", "visit"]), "urgency": rng.choice(["child", "ordinary"])},
    "verification": lambda rng: {"finding": rng.choice(["trafficking", "labour", "none"])},
    "referral": lambda rng: {"services": rng.sample(SERVICES, rng.randint(1, 3)), "to": rng.choice(["ngo", "social_affairs"])},
    "visit": lambda rng: {name: rng.choice(["good", "fair", "bad"]) for name in ("safety", "health", "relations", "debt")},
    "victim": lambda rng: {"reported": rng.random() < 0.5, "disability": rng.random() < 0.1},
}  # fmt: skip
UNIT = {"verification": "person_in_request", "referral_answer": "referral", "admission": "referral"}
ALL, YEAR = "2017-01..2026-12", "2024"
# Words, kind, period, breakdowns (columns), whether as of a day in the past, and whose outcome is told.
QUESTIONS: list[tuple[str, str, str, list[str], bool, str | None]] = [
    ("screening", "screening", ALL, ["province", "sex", "age_band", "form"], False, None),
    ("screening, as of 2022", "screening", ALL, ["province", "sex", "age_band", "form"], True, None),
    ("screening, districts", "screening", ALL, ["district", "sex", "age_band", "outcome"], False, None),
    ("screening, one year", "screening", YEAR, ["province", "outcome"], False, None),
    ("steps, histogram of days", "step", ALL, ["outcome", "days"], False, None),
    ("steps in time", "step", ALL, ["extra.in_time", "province", "outcome", "month"], False, None),
    ("victims", "victim", ALL, ["sex", "age_band", "form", "palermo"], False, None),
    ("people by what was found", "person_in_request", ALL, ["province", "outcome", "sex", "age_band"], False, "verification"),
    ("the same, as of 2022", "person_in_request", ALL, ["province", "outcome", "sex", "age_band"], True, "verification"),
    ("the same, one year", "person_in_request", YEAR, ["province", "outcome"], False, "verification"),
    ("requests by channel", "request", ALL, ["extra.channel", "province", "month"], False, None),
    ("services asked for", "referral", ALL, ["each.services", "province", "sex", "age_band"], False, None),
    ("visits, how it goes", "visit", ALL, ["extra.safety", "extra.health", "province", "sex"], False, None),
]  # fmt: skip


def owner() -> Any:
    import psycopg

    return psycopg.connect(os.environ["DATABASE_OWNER_URL"], autocommit=True)


def fill(facts: int) -> None:
    """By COPY without triggers, then entered in the book at once, as the migration enters what it finds."""
    book = importlib.import_module("rumduol.facts.migrations.0005_book_of_all")
    rng = random.Random(1)
    places = [f"{province:02}{district:02}" for province in range(1, 26) for district in range(1, 9)]
    rng.shuffle(places)
    with owner() as server:
        server.execute("alter table facts_fact disable trigger user")
        with server.cursor().copy(f"copy facts_fact ({COLUMNS}) from stdin") as sink:
            for row in made(facts, rng, places):
                sink.write_row(row)
        server.execute("alter table facts_fact enable trigger user")
        server.execute(book.everything("facts_fact", many=True))
        server.execute("vacuum analyze facts_fact")
        server.execute("vacuum analyze facts_entry")


def best_of(times: int, ask: Callable[[], Any]) -> tuple[float, float, Any]:
    """Seconds by the clock, seconds of the database's processors (of the same time), the answer."""
    took: list[tuple[float, float]] = []
    answer = None
    for _time in range(times):
        start, busy = time.perf_counter(), processor()
        answer = ask()
        took.append((time.perf_counter() - start, processor() - busy))
    return *min(took), answer


def processor() -> float:
    """Seconds that our process of the database has worked, with all that its server has waited for (its helpers)."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("select pg_backend_pid()")
        (own,) = cursor.fetchone()
    parent, worked, _ended = _times(own)
    return worked + _times(parent)[2]


def _times(process: int) -> tuple[int, float, float]:
    """Its parent, its own seconds, and those of its children that have ended."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    ticks = os.sysconf("SC_CLK_TCK")
    return int(fields[1]), (int(fields[11]) + int(fields[12])) / ticks, (int(fields[13]) + int(fields[14])) / ticks


def columns_of(kind: str, by: list[str]) -> tuple[Any, int]:
    """The standing facts of a kind as columns of small numbers, for counting in memory."""
    import numpy
    from django.db import connection

    from rumduol.facts.book import COLUMNS as BOOK

    keys = ", ".join(f"({BOOK[name][0]})::text" for name in by)
    with connection.cursor() as cursor:
        cursor.execute(
            f"select {keys}, e.n from facts_entry e where e.kind = (select id from facts_code where code = %s)",
            [kind],
        )
        rows = cursor.fetchall()
    lists = list(zip(*rows, strict=True))
    coded, size = numpy.zeros(len(rows), numpy.int64), 1
    for column in lists[:-1]:
        values, numbers = numpy.unique(numpy.array(column), return_inverse=True)
        coded, size = coded * len(values) + numbers, size * len(values)
    return (coded, numpy.array(lists[-1], numpy.int64)), size


def tables() -> bool:
    """Each question by the book, by the facts and in memory; whether all by the book are within the goal."""
    import numpy

    from rumduol.facts import book, queries
    from rumduol.facts.enums import Kind, Source
    from rumduol.facts.types import Period

    can, good = book.can, True
    print(f"{'table':28} {'book':>8} {'its cpu':>8} {'facts':>8} {'memory':>8}   cells  goal {GOAL:.0f} s")
    for words, kind, period, by, past, later in QUESTIONS:

        def ask(
            kind: str = kind, by: list[str] = by, period: str = period, past: bool = past, later: str | None = later
        ) -> Any:
            return queries.count_by(
                source=Source.NATIONAL, kinds=[kind], by=by, period=Period.parse(period),
                as_of=date(2022, 1, 1) if past else None, outcome_from=Kind(later) if later else None,
            )  # fmt: skip

        fast, busy, kept = best_of(3, ask)
        book.can = lambda *names: False
        slow, _busy, counted = best_of(1, ask)
        book.can = can
        if kept != counted:
            sys.exit(f"{words}: the book and the facts differ")
        memory = "-"
        if period == ALL and not past and not later and not any("." in name for name in by):
            (coded, numbers), size = columns_of(kind, by)
            took, _busy, _cells = best_of(3, partial(numpy.bincount, coded, weights=numbers, minlength=size))
            memory = f"{took:.3f}"
        good = good and fast <= GOAL
        print(f"{words:28} {fast:8.2f} {busy:8.2f} {slow:8.2f} {memory:>8}  {len(kept):6}", flush=True)
    return good


def writes() -> None:
    """Milliseconds of one write with the book and without it, rolled back."""
    insert = (
        "insert into facts_fact (id, kind, unit_key, happened_on, recorded_on, count, extra, place, sex, age_band,"
        " nationality, form, domestic, palermo, outcome, agency_kind, agency_province) values (gen_random_uuid(),"
        " 'visit', decode(repeat('ab', 32), 'hex'), '2026-03-14', '2026-03-15', 1, '{}', '1801', 'female', '9-17', 'KH',"
        " 'sexual', '', '', 'done', 'ngo', '18')"
    )
    for words, setting in (("with the book", "enable"), ("without", "disable")):
        with owner() as server, server.transaction(force_rollback=True):
            server.execute(f"alter table facts_fact {setting} trigger facts_enter")
            took = []
            for _n in range(300):
                start = time.perf_counter()
                server.execute(insert)
                took.append(time.perf_counter() - start)
        print(f"one write {words}: median {1000 * statistics.median(took):.2f} ms")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--facts", type=int, default=5_000_000, help="0: measure what is there")
    facts = parser.parse_args().facts
    import django

    django.setup()
    start = time.perf_counter()
    if facts:
        fill(facts)
        print(f"{facts:,} facts made and entered in {time.perf_counter() - start:.0f} s")
    print(f"{platform.machine()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    good = tables()
    writes()
    print("every table within the goal" if good else "NOT every table within the goal")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
