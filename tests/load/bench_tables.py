"""`./run bench tables [--facts 5000000] [--askings 200] [--seed 2026]`: how fast any table of figures is counted from that many facts.

Fills the database (`invented_facts`), binds the book, and asks two sets. First tables that were hard before, each beside
its peers in the same run: the same counted from the facts themselves with an anti-join of their corrections, and DuckDB
over a Parquet snapshot of the standing facts, two threads (installed into a folder of its own and removed; `--no-peer`).
Then the product's own: random indicators of the catalogue by random breakdowns, periods and days in the past, half of
them of the kinds with most facts, and of each such indicator the largest table that it has. Seconds by the clock, and of
all processors together (our process and the database's); the better of two.

On a database of one's own, to measure again without filling: set DATABASE_URL (app role) and DATABASE_OWNER_URL to a
migrated database, run `python -m tests.load.bench_tables` once, and from then on with `--facts 0`.
"""

import argparse
import json
import os
import platform
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from tests.load.invented_facts import KINDS, fill, owner

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.local")
GOAL = 1.0
PEER = "duckdb==2.0.0"
LARGE = 40  # per mille of all facts
ALL, YEAR = "2017-01..2026-12", "2024"
# Words, kind, period, breakdowns (columns), whether as of a day in the past, and whose outcome is told.
QUESTIONS: list[tuple[str, str, str, list[str], bool, str | None]] = [
    ("screening", "screening", ALL, ["province", "sex", "age_band", "form"], False, None),
    ("screening, as of 2022", "screening", ALL, ["province", "sex", "age_band", "form"], True, None),
    ("screening, districts", "screening", ALL, ["district", "sex", "age_band", "outcome"], False, None),
    ("screening, one year", "screening", YEAR, ["province", "outcome"], False, None),
    ("steps, histogram of days", "step", ALL, ["outcome", "days"], False, None),
    ("steps in time, by month", "step", ALL, ["extra.in_time", "province", "outcome", "month"], False, None),
    ("victims", "victim", ALL, ["sex", "age_band", "form", "palermo"], False, None),
    ("people by what was found", "person_in_request", ALL, ["province", "outcome", "sex", "age_band"], False, "verification"),
    ("the same, as of 2022", "person_in_request", ALL, ["province", "outcome", "sex", "age_band"], True, "verification"),
    ("the same, one year", "person_in_request", YEAR, ["province", "outcome"], False, "verification"),
    ("requests by channel", "request", ALL, ["extra.channel", "province", "month"], False, None),
    ("services asked for", "referral", ALL, ["each.services", "province", "sex", "age_band"], False, None),
    ("visits, how it goes", "visit", ALL, ["extra.safety", "extra.health", "province", "sex"], False, None),
]  # fmt: skip
# What the peer is asked of: columns of the snapshot, as the facts say them.
SNAPSHOT = ("kind", "year", "month", "province", "district", "sex", "age_band", "form", "palermo", "outcome", "days")


class Took(NamedTuple):
    """Seconds by the clock, seconds of all processors together, and the answer."""

    clock: float
    busy: float
    answer: Any


def best_of(times: int, ask: Callable[[], Any]) -> Took:
    took: list[tuple[float, float]] = []
    answer = None
    for _time in range(times):
        own, server, start = time.process_time(), processor(), time.perf_counter()
        answer = ask()
        clock = time.perf_counter() - start
        took.append((clock, time.process_time() - own + processor() - server))
    return Took(min(clock for clock, _busy in took), min(busy for _clock, busy in took), answer)


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


def tables(peer: bool) -> bool:
    """Each question by the book, by the facts and by the peer; whether all by the book are within the goal."""
    from rumduol.facts import book, queries
    from rumduol.facts.enums import Kind, Source
    from rumduol.facts.types import Period

    can, good = book.can, True
    theirs = duckdb() if peer else {}
    print(
        f"{'table':26} {'book':>6} {'its cpu':>8} {'facts':>7} {'DuckDB':>7} {'its cpu':>8} {'cells':>8}   goal {GOAL:.0f} s"
    )
    for words, kind, period, by, past, later in QUESTIONS:

        def ask(
            kind: str = kind, by: list[str] = by, period: str = period, past: bool = past, later: str | None = later
        ) -> Any:
            return queries.count_by(
                source=Source.NATIONAL, kinds=[kind], by=by, period=Period.parse(period),
                as_of=date(2022, 1, 1) if past else None, outcome_from=Kind(later) if later else None,
            )  # fmt: skip

        ours = best_of(3, ask)
        book.can = lambda *names: False
        counted = best_of(1, ask)
        book.can = can
        if ours.answer != counted.answer:
            sys.exit(f"{words}: the book and the facts differ")
        if words in theirs and theirs[words]["sum"] != sum(group.number for group in counted.answer):
            sys.exit(f"{words}: the peer counts {theirs[words]['sum']:,}")
        beside = "{clock:7.2f} {busy:8.2f}".format(**theirs[words]) if words in theirs else f"{'-':>7} {'-':>8}"
        good = good and ours.clock <= GOAL
        print(
            f"{words:26} {ours.clock:6.2f} {ours.busy:8.2f} {counted.clock:7.2f} {beside} {len(ours.answer):8,}",
            flush=True,
        )
    return good


def duckdb() -> dict[str, dict[str, float]]:
    """What the peer took for those questions that need neither corrections of the past nor `extra`, by their words."""
    asked = {
        words: {"kind": kind, "by": by, "first": period[:4], "last": period[-7:][:4]}
        for words, kind, period, by, past, later in QUESTIONS
        if not past and not later and set(by) <= {*SNAPSHOT}
    }
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "peer"
        try:
            venv.create(home, with_pip=True)
            subprocess.run([home / "bin" / "pip", "install", "-q", PEER], check=True, timeout=300, capture_output=True)
            _snapshot(Path(folder) / "facts.csv")
            done = subprocess.run(
                [home / "bin" / "python", Path(__file__).with_name("peer_duckdb.py"), folder, json.dumps(asked)],
                check=True, capture_output=True, text=True,
            )  # fmt: skip
        except (subprocess.CalledProcessError, OSError) as error:
            print(f"The peer could not be run: {getattr(error, 'stderr', '') or error}")
            return {}
        answer: dict[str, dict[str, float]] = json.loads(done.stdout)
        return answer


def _snapshot(path: Path) -> None:
    """The standing facts, one a line, with the words that the book answers in."""
    from rumduol.facts.queries import NATIONAL_COLUMNS

    columns = ", ".join(f"{NATIONAL_COLUMNS[name]} as {name}" for name in SNAPSHOT)
    sql = (
        f"copy (select {columns}, f.count as number from facts_fact f where f.count > 0 and not exists"
        " (select from facts_fact later where later.corrects_id = f.id)) to stdout (format csv, header)"
    )
    with owner() as server, server.cursor().copy(sql) as rows, path.open("wb") as file:
        for row in rows:
            file.write(row)


def askings(number: int, seed: int) -> bool:
    """Tables of the catalogue, drawn; and the largest of each indicator with most facts."""
    from rumduol.facts.types import Period
    from rumduol.indicators import queries
    from rumduol.indicators.queries import catalogue

    rng = random.Random(seed)
    subjects = [one for one in catalogue().values() if one.countable and one.kind]
    large = [one for one in subjects if KINDS.get(str(one.kind), 1) >= LARGE]
    drawn = []
    for at in range(number):
        subject = rng.choice(large if at % 2 else subjects)
        names = rng.sample(subject.breakdowns, min(rng.randint(1, 4), len(subject.breakdowns)))
        drawn.append((subject, names, _period(rng), date(2022, 1, 1) if rng.random() < 0.25 else None))
    largest = [(subject, _largest(subject), ALL, None) for subject in large]
    good = True
    for title, asked in ((f"{number} drawn (seed {seed})", drawn), ("the largest of each", largest)):
        took: list[tuple[float, float, str, int]] = []
        for subject, names, text, day in asked:
            period = Period.parse(text)
            one = best_of(2, lambda s=subject, n=names, p=period, d=day: queries.table(s, p, n, as_of=d))  # type: ignore[misc]
            words = f"{subject.code} by {', '.join(names)}, {text}{f', as of {day}' if day else ''}"
            took.append((one.clock, one.busy, words, len(one.answer.cells)))
        for what, at in (("clock", 0), ("all processors", 1)):
            took.sort(key=lambda row: row[at])
            seconds, slowest = [float(row[at]) for row in took], took[-1]
            print(
                f"{title}, {what}: median {statistics.median(seconds):.2f}, p95 {seconds[int(len(seconds) * 0.95)]:.2f},"
                f" maximum {seconds[-1]:.2f} s: {slowest[2]} ({slowest[3]:,} cells)"
            )
        over = sorted((row for row in took if row[0] > GOAL), reverse=True)
        for clock, busy, words, cells in over:
            print(f"  over the goal: {clock:.2f} s by the clock, {busy:.2f} of processors: {words} ({cells:,} cells)")
        good = good and not over
    print(f"most memory that our process ever held: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")
    return good


def _period(rng: random.Random) -> str:
    year = rng.randint(2017, 2026)
    later = rng.randint(year, 2026)
    return rng.choice([
        ALL, str(year), f"{year}-Q{rng.randint(1, 4)}", f"{year}-{rng.randint(1, 12):02}",
        f"{year}-01..{later}-12", f"{year}-{rng.randint(1, 12):02}..{later}-12",
    ])  # fmt: skip


def _largest(subject: Any) -> list[str]:
    """The four breakdowns that part most, a finer level without its coarser one."""
    from rumduol.indicators.queries import breakdown

    coarse = {
        "district": "province",
        "form_detail": "form",
        "age_detail": "age",
        "age_band": "age",
        "nationality": "citizenship",
    }
    names = set(subject.breakdowns) - {coarse[name] for name in subject.breakdowns if name in coarse}
    return sorted(names, key=lambda name: (-len(breakdown(subject, name).dimension.leaves), name))[:4]


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
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--facts", type=int, default=5_000_000, help="0: measure what is there")
    parser.add_argument("--askings", type=int, default=200)
    parser.add_argument("--seed", type=int, default=2026)
    parser.add_argument("--no-peer", action="store_true")
    asked = parser.parse_args()
    import django

    django.setup()
    start = time.perf_counter()
    if asked.facts:
        fill(asked.facts)
        print(f"{asked.facts:,} facts made, entered and bound in {time.perf_counter() - start:.0f} s")
    print(f"{platform.machine()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    drawn = askings(asked.askings, asked.seed)
    good = tables(peer=not asked.no_peer) and drawn
    writes()
    print(
        f"load {os.getloadavg()[0]:.1f}; "
        + ("every table within the goal" if good else "NOT every table within the goal")
    )
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
