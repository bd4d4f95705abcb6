"""Operations of the demo nation: answers to its own reports, planned, approved, over; with what they cost.

Told when all reports are: the reports of the busiest provinces that turned out to be true are the ones behind them, and
the people found are the people of those reports.
"""

import os
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from unittest import mock
from uuid import UUID

import psycopg
from django.utils import timezone

from demo import travel
from demo.cast import Cast
from demo.nation import BUSY
from rumduol.agencies import queries as agencies
from rumduol.agencies.enums import Role
from rumduol.facts.models import Fact
from rumduol.intake.models import Report
from rumduol.operations import actions
from rumduol.operations.enums import OperationStatus as Status
from rumduol.operations.types import Found, Item, Plan, Result, TeamMember, ToTell
from rumduol.shared.dates import PHNOM_PENH
from rumduol.vault import named

HOW_MANY = 40
# How far the newest have come today; all older ones are over.
NEWEST = (
    Status.DRAFT,
    Status.DRAFT,
    Status.DRAFT,
    Status.APPROVED,
    Status.APPROVED,
    Status.UNDER_WAY,
    Status.CALLED_OFF,
    Status.CALLED_OFF,
)
WHERE = {"18": 11, "12": 9, "01": 8, "08": 5, "02": 4, "17": 3}
KNOWN_THERE = "12"  # where rooms are found empty more often: something for the desk that looks at it
AIMS = [
    "រកមនុស្សដែលគេឃុំទុក ហើយនាំចេញដោយសុវត្ថិភាព (បង្កើតឡើង)។", "ពិនិត្យអគារ រក្សាភស្តុតាង និងជួយមនុស្សនៅខាងក្នុង (បង្កើតឡើង)។",
]  # fmt: skip
POLICE, BOSS = Role.INVESTIGATOR, Role.SUPERVISOR
ABOVE = ("police", Role.SUPERVISOR)
BACK = (
    "update vault_namedlook set at = least(at, %(looked)s) where section_id in"
    " (select id from vault_namedsection where record_id = %(id)s)",
    "update vault_namedreader set named_at = least(named_at, %(named)s), confirmed_at = least(confirmed_at, %(signed)s)"
    " where section_id in (select id from vault_namedsection where record_id = %(id)s)",
    "update operations_operation set approved_at = least(approved_at, %(looked)s) where id = %(id)s and approved_at is not null",
)
FOUNDING = timedelta(days=4 * 365)


@dataclass(frozen=True)
class Told:
    """An operation that was told, and the hour at which it took place: the database's own clock said today."""

    id: UUID
    hour: datetime


def tell_operations(cast: Cast, *, now: datetime | None = None, how_many: int = HOW_MANY) -> int:
    """Plan and end the operations that are missing; answers how many were made (none the second time)."""
    if Fact.objects.filter(kind="operation").exists():
        return 0
    rng, moment = random.Random("operations"), now or timezone.now()
    told: list[Told] = []
    # A reader named years ago would long have stopped reading; the demo names them until next month.
    with mock.patch.object(named, "LONGEST", FOUNDING):
        for n, (province, report_id) in enumerate(_reports(cast, how_many)):
            status = NEWEST[n] if n < len(NEWEST) and how_many == HOW_MANY else Status.OVER
            told.append(_tell(cast, rng, province, report_id, status, moment))
    _put_back(told)
    return len(told)


def _reports(cast: Cast, how_many: int) -> Iterator[tuple[str, UUID]]:
    """True reports, the newest first, dealt over the provinces."""
    dealt: list[tuple[str, str, UUID]] = []
    for province in BUSY:
        with cast.acting(f"police-{province}", POLICE) as officer:
            rows = Report.objects.filter(
                office_id=officer.office_id, finding__in=["trafficking", "exploitation"], parent__isnull=True
            ).order_by("-received_on", "women", "men", "girls", "boys", "danger_now", "language")
            wanted = max(1, WHERE[province] * how_many // sum(WHERE.values()))
            found = list(rows[: wanted * 2])[::2]
            dealt += [(str(row.received_on), province, row.id) for row in found]
    for _day, province, report_id in sorted(dealt, key=lambda one: (one[0], one[1]), reverse=True)[:how_many]:
        yield province, report_id


def _tell(
    cast: Cast, rng: random.Random, province: str, report_id: UUID, status: Status, now: datetime
) -> Told:  # fmt: skip
    police, posvy = f"police-{province}", agencies.offices_by_code([f"posvy-{province}"])[f"posvy-{province}"]
    with cast.acting(police, POLICE) as officer:
        report = Report.objects.get(id=report_id)
        people = list(report.persons.all())
    day = report.received_on + timedelta(days=rng.randint(1, 4))
    live = status in {Status.DRAFT, Status.APPROVED}
    if live or status == Status.UNDER_WAY:
        day = (now + timedelta(days=2 if live else 0)).date()
    hour = datetime.combine(day, time(rng.choice([4, 5, 5, 6]), rng.choice([0, 15, 30])), tzinfo=PHNOM_PENH)
    begun = (
        now - timedelta(hours=9)
        if status != Status.OVER
        else min(hour - timedelta(hours=30), now - timedelta(hours=40))
    )
    if hour <= begun:
        hour = begun + timedelta(hours=8)
    plan = Plan(
        hour=hour, place=report.place, address="ទ្វារដែកពណ៌ខៀវ ខាងក្រោយផ្សារ (បង្កើតឡើង)", aim=rng.choice(AIMS),
        team=(
            TeamMember("lead", "អនុសេនីយ៍ឯក (បង្កើតឡើង)"), TeamMember("entry", "មន្ត្រីប្រាំនាក់"), TeamMember("child", "មន្ត្រីកុមារ (បង្កើតឡើង)"),
            TeamMember("social", "បុគ្គលិកសង្គមពីរនាក់"), TeamMember("interpreter", "អ្នកបកប្រែវៀតណាម"),
        ), reserve="ឡានពីរ និងវេជ្ជបណ្ឌិតម្នាក់រង់ចាំនៅឃុំជិត។", people=max(1, len(people)), children=any(p.minor == "yes" for p in people),
        child_place="មជ្ឈមណ្ឌលស្នាក់នៅបណ្តោះអាសន្ន", languages="ខ្មែរ វៀតណាម", reports=(report_id,),
        tell=(ToTell(posvy.id, hour - timedelta(minutes=15), "សូមបញ្ជូនបុគ្គលិកពីរនាក់ទៅការិយាល័យស្រុក។"),),
    )  # fmt: skip
    until = timezone.now() + timedelta(days=30)
    still = mock.patch.object(named, "OF_ITS_AUTHOR", until - begun)
    with travel.on(begun), still, cast.acting(police, POLICE) as officer:
        row = actions.draft_plan(plan=plan, by=officer)
    told = Told(row.id, hour)
    if status == Status.DRAFT and rng.random() < 0.5:
        return told
    with cast.acting(police, BOSS) as boss:
        boss_id = boss.person_id
    with cast.acting(*ABOVE) as above:
        above_id = above.person_id
    with travel.on(begun + timedelta(hours=1)):
        with cast.acting(police, POLICE) as officer:
            reader = actions.name_reader(
                operation_id=row.id, person_id=boss_id, second_id=above_id, until=until, by=officer
            )
        if status == Status.DRAFT:
            return told
        with cast.acting(*ABOVE) as above:
            actions.confirm_reader(reader_id=reader.id, by=above)
        with cast.acting(police, BOSS) as boss:
            actions.approve(operation_id=row.id, version=1, by=boss)
    _go_on(cast, rng, province, told, status, people, report.place)
    return told


def _go_on(
    cast: Cast, rng: random.Random, province: str, told: Told, status: Status, people: Sequence[object], place: str
) -> None:
    police = f"police-{province}"
    if status == Status.APPROVED:
        return
    if status == Status.CALLED_OFF:
        with travel.on(told.hour - timedelta(hours=2)), cast.acting(police, BOSS) as boss:
            actions.call_off(operation_id=told.id, reason=rng.choice(["leak", "no_people"]), by=boss)
        return
    with travel.on(told.hour), cast.acting(police, POLICE) as officer:
        actions.begin(operation_id=told.id, by=officer)
    if status == Status.UNDER_WAY:
        return
    result = _result(rng, people, place, known=province == KNOWN_THERE)
    with travel.on(told.hour + timedelta(hours=6)), cast.acting(police, POLICE) as officer:
        actions.finish(operation_id=told.id, result=result, by=officer)
        spent = told.hour.date()
        made = [
            actions.ask_expense(
                operation_id=told.id, kind=kind, spent_for=what, riel=rng.randrange(20, 600) * 1000, spent_on=spent, by=officer
            )
            for kind, what in (("advance", "fuel"), ("claim", "food"))[: rng.randint(1, 2)]
        ]  # fmt: skip
    for expense in made:
        _pay(cast, rng, police, expense.id, int(expense.riel), told)


def _pay(cast: Cast, rng: random.Random, police: str, expense_id: UUID, riel: int, told: Told) -> None:
    """Most is approved, about half of it paid, a quarter in part; some wait for months, as they do."""
    moment = told.hour + timedelta(days=3)
    if moment > timezone.now() or rng.random() < 0.1:
        return
    with travel.on(moment), cast.acting(police, BOSS) as boss:
        if rng.random() < 0.06:
            actions.refuse_expense(expense_id=expense_id, by=boss)
            return
        actions.approve_expense(expense_id=expense_id, by=boss)
        share = rng.choice([0, 0, 2, 1, 1, 1])
        if share:
            actions.pay_expense(expense_id=expense_id, riel=riel // share, paid_on=moment.date(), by=boss)


def _result(rng: random.Random, people: Sequence[object], place: str, *, known: bool) -> Result:
    """Empty more often where somebody tells; else the people of the report, and one to three suspects."""
    if rng.random() < (0.55 if known else 0.12):
        return Result(
            outcome="premises_empty", place=place, emptied_since=rng.random() < 0.7, phones_off=rng.random() < 0.5
        )
    if not people or rng.random() < 0.08:
        return Result(outcome="nobody_there", place=place, mismatch="មិនមាននរណានៅទីនោះដូចរបាយការណ៍ទេ (បង្កើតឡើង)។")
    counted: dict[tuple[str, str, str], int] = {}
    for one in people:
        band = {"yes": "child", "no": "adult"}.get(getattr(one, "minor", ""), "unknown")
        key = (getattr(one, "sex", "unknown"), band, getattr(one, "nationality", "ZZ") or "ZZ")
        counted[key] = counted.get(key, 0) + 1
    found = [Found("victim", sex, band, nationality, count) for (sex, band, nationality), count in counted.items()]
    found.append(
        Found(
            "suspect",
            rng.choice(["male", "male", "female"]),
            "adult",
            rng.choice(["KH", "KH", "CN", "VN"]),
            rng.randint(1, 3),
        )
    )
    if rng.random() < 0.4:
        found.append(Found("other", "male", "adult", "KH", rng.randint(1, 2)))
    premises = rng.choice(["closed_for_good", "warned", "open", ""])
    items = (
        Item("phone", rng.randint(1, 20), "ទូរស័ព្ទ ក្នុងទូលេខ ៤ (បង្កើតឡើង)"),
        Item("document", 1, "សៀវភៅបញ្ជីបំណុល (បង្កើតឡើង)"),
    )
    return Result(
        outcome="found_people", place=place, premises=premises, people=tuple(found), items=items[: rng.randint(0, 2)],
        course="ទ្វារបើក គ្មាននរណារងរបួសទេ (បង្កើតឡើង)។",
    )  # fmt: skip


def _put_back(told: list[Told]) -> None:
    """When people were named and looked is the database's own clock, which does not travel: the owner sets it to the story's.

    Of the demo nation only, and only with the owner's connection at hand; elsewhere nobody can.
    """
    url = os.environ.get("DATABASE_OWNER_URL")
    if not url:
        return
    guarded = {
        "vault_namedlook": "looks_stay",
        "vault_namedreader": "keep_named_reader",
        "operations_operation": "keep_operation",
    }
    with psycopg.connect(url) as owner:
        for table, trigger in guarded.items():
            owner.execute(f"alter table {table} disable trigger {trigger}")
        for one in told:
            looked = one.hour - timedelta(hours=20 + one.id.int % 9)
            given = {
                "looked": looked,
                "named": looked - timedelta(hours=2),
                "signed": looked - timedelta(hours=1),
                "id": one.id,
            }
            for statement in BACK:
                owner.execute(statement, given)
        for table, trigger in guarded.items():
            owner.execute(f"alter table {table} enable trigger {trigger}")
