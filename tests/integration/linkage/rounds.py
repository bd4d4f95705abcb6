"""Invented people on four offices' lists, with spelling drift, and a round over them."""

import csv
import io
import itertools
import json
from collections.abc import Sequence
from dataclasses import asdict

from rumduol.agencies.enums import Role
from rumduol.cases import actions as cases
from rumduol.cases.types import PersonCoded
from rumduol.encoding import exchange
from rumduol.encoding.filters import Encoder
from rumduol.encoding.tokens import Person
from rumduol.facts.types import Period
from rumduol.linkage import actions
from rumduol.linkage.enums import Basis, ListKind, RoundPurpose
from rumduol.places import queries as places
from rumduol.shared.dates import today
from tests.load.invented_lists import Drift, Inventor

MATCHER = ("committee", Role.NATIONAL_COORDINATOR)
APPROVER = ("statistics", Role.RELEASE_APPROVER)
STATISTICIAN = ("statistics", Role.STATISTICIAN)
POLICE, SOCIAL, NGO = (
    ("police_psh", Role.SUPERVISOR),
    ("social_psh", Role.SUPERVISOR),
    ("lotus_shelter", Role.SUPERVISOR),
)
MISSION = ("consulate_bkk", Role.CONSULAR_OFFICER)
WORKERS = {SOCIAL: ("social_psh", Role.CASE_WORKER), NGO: ("lotus_shelter", Role.CASE_WORKER)}
LISTS = {POLICE: ListKind.TABLE, SOCIAL: ListKind.CASES, NGO: ListKind.CASES, MISSION: ListKind.ELSEWHERE}
DISTRICTS = ("1801", "1802", "0801", "0802", "1201", "0102", "0205")


def four_lists(size: int = 60, seed: int = 4) -> tuple[list[list[Person]], list[list[int]]]:
    """(lists, who is who): people by list, and the number of the person behind each line."""
    inventor = Inventor(seed)
    rng, lists, who = inventor.rng, [], []
    everybody = list(inventor.people(size))
    where = [rng.choice(DISTRICTS) for _one in everybody]
    for share in (0.5, 0.6, 0.45, 0.4):
        rows = []
        for number, one in enumerate(everybody):
            if rng.random() < share:
                known = inventor.again(one, f"{len(lists)}-{number}", Drift(moved=0, no_place=0))
                rows.append(
                    (
                        number,
                        Person(
                            known.id, known.given_name, known.surname, known.date_of_birth, known.sex, where[number]
                        ),
                    )
                )
        rng.shuffle(rows)
        who.append([number for number, _one in rows])
        lists.append([one for _number, one in rows])
    return lists, who


def words(code: str) -> str:
    return f"{places.label(code, 'en')}, {places.label(code[:2], 'en')}"


def table(people: Sequence[Person]) -> bytes:
    """A spreadsheet as an office would keep it."""
    out = io.StringIO()
    rows = csv.writer(out)
    rows.writerow(["id", "given_name", "surname", "date_of_birth", "sex", "place"])
    for one in people:
        rows.writerow([one.id, one.given_name, one.surname, one.date_of_birth, one.sex, words(one.place)])
    return out.getvalue().encode()


def encoded_elsewhere(people: Sequence[Person], secret: bytes) -> bytes:
    """What `./run encode` of an office with its own system writes."""
    encoder, out = Encoder(secret), io.StringIO()
    exchange.write(
        (Person(**{**asdict(one), "place": words(one.place)}) for one in people), encoder, out, io.StringIO()
    )
    return out.getvalue().encode()


def open_cases(people: Sequence[Person], by, standing: str = "identified") -> list:
    """A case for each."""
    return [
        cases.open_case(
            source=("walk_in", None), standing=standing, by=by,
            person=PersonCoded(sex="female" if one.sex == "F" else "male", found_in=one.place),
            identity={"name": f"{one.surname} {one.given_name}", "born": one.date_of_birth},
        )
        for one in people
    ]  # fmt: skip


def period() -> Period:
    return Period.year(today().year)


def draft(nation, by, lists=None, dry_run: bool = False):
    return actions.draft_round(
        purpose=RoundPurpose.HIDDEN, period=period(), basis=Basis.AGREEMENT, dry_run=dry_run, by=by,
        lists=[(nation.offices[office], kind) for (office, _role), kind in (lists or LISTS).items()],
    )  # fmt: skip


def rows_of(file: bytes) -> list[dict]:
    return [json.loads(line) for line in itertools.islice(file.decode().splitlines(), 1, None)]
