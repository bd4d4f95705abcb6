"""`./run bench integrity [--letters 200] [--asks 300]`: can somebody of the office complained of tell by the clock?

Two databases, equal but for letters: one holds none, the other holds that many about the bureau of one province. People of
that bureau, of the national office above it and of other agencies ask the same pages of both, taking turns in random order
within one process, so that whatever else the machine does happens to both alike. For each page: status and size (must be
the same), the two distributions of time, and what an attacker gains from a stopwatch.

* Mann and Whitney (1947): AUC, the probability that an answer with letters took longer than one without; 0.5 is a coin.
* Kolmogorov and Smirnov: the largest distance between the two distributions, for what a shift does not show.
Pages are looked at together: p-values adjusted after Benjamini and Hochberg (1995). Control: the same test between the
database without letters and itself with a fifth of the usual time added to every answer, which must be found.
"""

import argparse
import math
import os
import random
import statistics
import sys
import time
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.load.strong")
from tests.load.filling import found
from tests.load.serving import at, machine

BUREAU, OFFICER = "police_psh", ("second_desk", "integrity_officer")
ALPHA = 0.05
MISSING = "00000000-0000-4000-8000-00000000dead"


@dataclass
class Question:
    """A page asked by somebody. `ours` and `theirs`: seconds without and with letters."""

    who: tuple[str, str]
    name: str
    method: str
    path: str
    data: dict[str, str] = field(default_factory=dict)
    program: bool = False  # asked by a program, with the session as its token
    ours: list[float] = field(default_factory=list)
    theirs: list[float] = field(default_factory=list)
    shapes: set[tuple[int, int]] = field(default_factory=set)


def questions(number: str, letter: str, case: str) -> list[Question]:
    """What a curious colleague would try, in lists, counts, searches, exports and as a program; the last one is what the
    wall itself answers."""
    worker, boss, log = (BUREAU, "investigator"), (BUREAU, "supervisor"), ("police_national", "auditor")
    return [
        Question(worker, "today", "GET", "/"),
        Question(worker, "reports", "GET", "/reports/?state=all"),
        Question(worker, "search the number", "POST", "/search/", {"q": number}),
        Question(worker, "search a name", "POST", "/search/", {"q": "សុខ ដារា"}),
        Question(worker, "news, counted", "GET", "/news/"),
        Question(worker, "criminal cases", "GET", "/criminal/"),
        Question(worker, "operations", "GET", "/operations/"),
        Question(worker, "export a network", "POST", f"/criminal/{case}/network/csv/"),
        Question(worker, "API: reports", "GET", "/api/v1/reports", program=True),
        Question(boss, "API: screenings", "GET", "/api/v1/screenings", program=True),
        Question(boss, "today", "GET", "/"),
        Question(boss, "screenings", "GET", "/screening/all/"),
        Question(boss, "the letter itself", "GET", f"/letters/{letter}/"),
        Question(log, "the log", "GET", "/access/log/"),
        Question(("statistics", "statistician"), "figures", "GET", "/figures/"),
        Question(OFFICER, "a stranger's letter", "GET", f"/letters/{letter}/"),
    ]


def server_of(name: str) -> Any:
    """A superuser's connection to one database of the bench's own server."""
    import psycopg

    url = urlsplit(os.environ["DATABASE_SUPERUSER_URL"])._replace(path=f"/{name}").geturl()
    return psycopg.connect(url, autocommit=True)


def copy_of(name: str) -> str:
    """A second database, equal to the first, to which nobody may be connected."""
    other = f"{name}_letters"
    with server_of("postgres") as server:
        server.execute(f'drop database if exists "{other}" with (force)')
        server.execute(f'create database "{other}" template "{name}"')
    return other


def write_letters(nation: Any, how_many: int) -> tuple[str, str]:
    """Letters about the bureau in the database at hand; the number and id of one of them."""
    from rumduol.access import cookie, database
    from rumduol.integrity import actions, queries
    from rumduol.integrity.types import About, ComplaintSaid

    about = About(
        service="police", agency_id=str(nation.agencies["police"]), office_id=str(nation.offices[BUREAU]), place="18",
        month="2026-03", conducts=("tip_off",),
    )  # fmt: skip
    for n in range(how_many):
        with database.session(None):
            actions.receive_complaint(
                said=ComplaintSaid(language="km", about=about, story=f"invented {n}"), seed=os.urandom(32)
            )
    reader = next(m for key, m in nation.members.items() if key == ("integrity", "integrity_officer"))
    with database.session(cookie.token_of(reader.secret)):
        row = queries.queue(reader.actor)[0][0]
    return row.number, str(row.id)


def write_case(nation: Any) -> str:
    """A criminal case of the bureau that it can export today: there before the two databases part. Its id."""
    from rumduol.access import actions as access
    from rumduol.access import cookie, database
    from rumduol.justice import actions as justice
    from rumduol.justice.types import CaseSaid

    officer = nation.members[next(key for key in nation.members if key == (BUREAU, "investigator"))]
    with database.session(cookie.token_of(officer.secret)):
        case = justice.open_case(source="own", said=CaseSaid(place="1801", article="tipse-12"), by=officer.actor)
        for n in range(6):
            justice.add_node(case_id=case.id, kind="phone", label=f"+855 00 000 0{n}", by=officer.actor)
        access.give_purpose(kind="criminal_case", record_id=case.id, purpose="own_work", by=officer.actor)
    return str(case.id)


def ask(question: Question, clients: dict[tuple[str, str], tuple[Any, str]]) -> tuple[float, int, int]:
    """Ask, and take back whatever asking wrote (the log of a search): the two databases stay as they were."""
    from django.db import transaction

    with transaction.atomic():
        took = _ask(question, *clients[question.who])
        transaction.set_rollback(True)
    return took


def _ask(question: Question, client: Any, token: str) -> tuple[float, int, int]:
    headers = {"authorization": f"Bearer {token}"} if question.program else {}
    began = time.perf_counter()
    if question.method == "GET":
        answer = client.get(question.path, headers=headers)
    else:
        answer = client.post(question.path, question.data)
    return time.perf_counter() - began, answer.status_code, len(answer.content)


def mann_whitney(ours: list[float], theirs: list[float]) -> tuple[float, float]:
    """(AUC that theirs is longer, two-sided p by the normal approximation; times have no ties worth correcting)."""
    ranked = sorted([(t, 0) for t in ours] + [(t, 1) for t in theirs])
    ranks = sum(place for place, (_t, side) in enumerate(ranked, 1) if side)
    n, m = len(ours), len(theirs)
    u = ranks - m * (m + 1) / 2
    z = (u - n * m / 2) / math.sqrt(n * m * (n + m + 1) / 12)
    return u / (n * m), math.erfc(abs(z) / math.sqrt(2))


def smirnov(ours: list[float], theirs: list[float]) -> tuple[float, float]:
    """(D, p) of the two-sample test; p from Kolmogorov's limit with Stephens' correction (1970)."""
    ours, theirs = sorted(ours), sorted(theirs)
    i = j = 0
    distance = 0.0
    while i < len(ours) and j < len(theirs):
        if ours[i] <= theirs[j]:
            i += 1
        else:
            j += 1
        distance = max(distance, abs(i / len(ours) - j / len(theirs)))
    root = math.sqrt(len(ours) * len(theirs) / (len(ours) + len(theirs)))
    x = (root + 0.12 + 0.11 / root) * distance
    p = 2 * sum((-1) ** (k - 1) * math.exp(-2 * k * k * x * x) for k in range(1, 101)) if x > 0.2 else 1.0
    return distance, min(1.0, max(0.0, p))


def told(asked: list[Question], letters: int, asks: int) -> int:
    """Print what was measured. 1 when a page tells, or when the control shows that nothing could have been found."""
    from rumduol.integrity.patterns import adjust

    print(machine())
    print(f"{letters} letters about one bureau against none; {asks} asks of each page of each database, taking turns")
    head = ("who", "page", "status, bytes", "p50 0", "p50 n", "p95 0", "p95 n", "AUC", "q MW", "q KS")
    print("{:<30}{:<22}{:<16}{:>8}{:>8}{:>8}{:>8}{:>7}{:>7}{:>7}".format(*head))
    pairs = [(mann_whitney(q.ours, q.theirs), smirnov(q.ours, q.theirs)) for q in asked]
    shifts, shapes = adjust([p for (_auc, p), _ks in pairs]), adjust([p for _mw, (_d, p) in pairs])
    bad = 0
    for question, ((auc, _p), _ks), q_mw, q_ks in zip(asked, pairs, shifts, shapes, strict=True):
        same = len(question.shapes) == 1
        tells = q_mw <= ALPHA or q_ks <= ALPHA or not same or max(question.shapes)[0] >= 500
        bad += tells
        shape = ", ".join(str(part) for part in min(question.shapes)) if same else f"{len(question.shapes)} DIFFER"
        print(
            f"{question.who[0] + ' ' + question.who[1]:<30}{question.name:<22}{shape:<16}"
            f"{statistics.median(question.ours) * 1e3:>8.2f}{statistics.median(question.theirs) * 1e3:>8.2f}"
            f"{at(question.ours, 0.95) * 1e3:>8.2f}{at(question.theirs, 0.95) * 1e3:>8.2f}"
            f"{auc:>7.3f}{q_mw:>7.2f}{q_ks:>7.2f}{'  TOLD' if tells else ''}"
        )
    control = next(q for q in asked if q.name == "the letter itself").ours
    more = statistics.median(control) / 5
    auc, p = mann_whitney(control, [t + more for t in control])
    verdict = "found" if p < ALPHA else "NOT FOUND: too noisy a machine, or too few asks"
    print(f"control, {more * 1e3:.1f} ms more: AUC {auc:.3f}, p {p:.1e} ({verdict})")
    print("nothing told" if not bad else f"{bad} of {len(asked)} pages tell")
    return 1 if bad or p >= ALPHA else 0


def main() -> int:
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--letters", type=int, default=200)
    arguments.add_argument("--asks", type=int, default=300)
    given = arguments.parse_args()
    nation = found()
    from django.conf import settings
    from django.db import connection, connections
    from django.test import Client

    from config.database import from_url
    from rumduol.access import cookie
    from rumduol.access.walls import APP_ROLE

    settings.ALLOWED_HOSTS = ["*"]
    connection.close()
    first = connections["default"]
    first.settings_dict.update(from_url(os.environ["DATABASE_URL"]))  # the nation was founded by the owner
    case = write_case(nation)
    first.close()
    second = connections.create_connection("default")
    second.settings_dict = {**first.settings_dict, "NAME": copy_of(str(first.settings_dict["NAME"]))}
    connections["default"] = second
    with connection.cursor() as cursor:
        cursor.execute("select current_user")
        if cursor.fetchone() != (APP_ROLE,):
            raise SystemExit("measured as the owner, who stands behind no wall")
    number, letter = write_letters(nation, given.letters)
    for side in (first, second):
        with server_of(str(side.settings_dict["NAME"])) as server:  # both as settled as a database is in the morning
            server.execute("vacuum analyze")
    clients = {}
    for key, member in nation.members.items():
        token = cookie.to_cookie(member.secret)
        clients[key] = (Client(raise_request_exception=False), token)
        clients[key][0].cookies[settings.SESSION_COOKIE_NAME] = token
    asked, rng = questions(number, letter, case), random.Random(7)
    for n in range(given.asks + 5):
        for question in rng.sample(asked, len(asked)):
            for side in rng.sample([first, second], 2):
                connections["default"] = side
                took, status, size = ask(question, clients)
                if n >= 5:
                    (question.ours if side is first else question.theirs).append(took)
                    question.shapes.add((status, size))
    connections["default"] = first
    return told(asked, given.letters, given.asks)


if __name__ == "__main__":
    sys.exit(main())
