"""Before the court in the demo nation: hearings, accused under supervision, victims' claims and what was paid of them.

They stand in the criminal cases that the court has; where there are too few, complaints are made to the prosecutor.
Everybody is invented.
"""

import random
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from demo import travel
from demo.cast import Cast
from demo.nation import BUSY
from demo.people import invent
from rumduol.access import database
from rumduol.agencies import queries as agencies
from rumduol.agencies.enums import Role
from rumduol.courts import actions as courts
from rumduol.courts import queries as supervised
from rumduol.courts.enums import WarrantStatus
from rumduol.courts.tasks import find_missed_days
from rumduol.courts.types import HearingSaid, WitnessSaid
from rumduol.justice import actions as justice
from rumduol.justice import queries as criminal
from rumduol.justice.types import CaseSaid, SuspectSaid, VictimSaid
from rumduol.notices import actions as notices
from rumduol.remedy import actions as remedy
from rumduol.remedy.actions.claiming import Claimant
from rumduol.remedy.sheet import Line
from rumduol.shared.dates import PHNOM_PENH, PartialDate, local

LAWYER = ("lantern", Role.LEGAL_AID_LAWYER)
SUPERVISIONS, ORDERS, HEARINGS = 60, 90, 72
COURTS = ("12", *(code for code in BUSY if code != "12"))
ARTICLES = ("tipse-10", "tipse-12", "tipse-15", "tipse-17", "tipse-34", "penal-284")
OVER = ("filed", "dismissed", "ended")
MOST_OF_A_COURT = 30
INVENTED = "(បង្កើតឡើង)"


@dataclass(frozen=True, slots=True)
class Matter:
    """A criminal case of the court with one accused and one victim."""

    case_id: UUID
    number: str
    suspect_id: UUID
    victim_id: UUID
    child: bool
    sex: str
    place: str
    article: str
    province: str = "12"

    @property
    def prosecutor(self) -> tuple[str, Role]:
        return f"court-{self.province}", Role.PROSECUTOR

    @property
    def clerk(self) -> tuple[str, Role]:
        return f"court-{self.province}", Role.COURT_CLERK


def tell(cast: Cast, now: datetime) -> dict[str, int]:
    """How many of each: supervisions, orders, hearings."""
    rng = random.Random("courtrooms")
    matters = _matters(cast, now, rng)
    made = {
        "supervisions": sum(_supervise(cast, one, n, now) for n, one in enumerate(matters[:SUPERVISIONS])),
        "orders": sum(_claim(cast, one, n, now, rng) for n, one in enumerate(matters[:ORDERS])),
        "hearings": sum(_hear(cast, one, n, now) for n, one in enumerate(matters[:HEARINGS])),
    }
    for part in {
        LAWYER,
        *(one.prosecutor for one in matters),
        *(one.clerk for one in matters),
    }:  # they have read the news of all these months
        with cast.acting(*part) as by:
            notices.read_all(by=by)
    return made


def _matters(cast: Cast, now: datetime, rng: random.Random) -> list[Matter]:
    found = [one for code in COURTS for one in _standing(cast, code, rng)][:ORDERS]
    while len(found) < ORDERS:
        found.append(_complaint(cast, len(found), now, rng))
    return found


def _standing(cast: Cast, province: str, rng: random.Random) -> list[Matter]:
    """Cases that a court has already, with an accused who is there; a victim is named where nobody was yet."""
    found = []
    with cast.acting(f"court-{province}", Role.COURT_CLERK) as clerk:
        cases = criminal.cases_of(clerk).filter(office_id=clerk.office_id).exclude(status__in=OVER)
        for case in cases.order_by("number")[:MOST_OF_A_COURT]:
            accused = [one for one in criminal.suspects_of(case) if not one.at_large]
            if not accused:
                continue
            victims = criminal.victims_of(case)
            if not victims:
                who = invent(rng)
                said = VictimSaid(sex=who.sex, nationality=who.nationality, child="yes" if who.age < 18 else "no")
                victims = [justice.add_victim(case_id=case.id, said=said, name=f"{who.name} {INVENTED}", by=clerk)]
            one = victims[0]
            found.append(
                Matter(case.id, case.number, accused[0].id, one.id, one.child == "yes", one.sex, case.place[:4],
                       case.article or "tipse-12", province)
            )  # fmt: skip
    return found


def _complaint(cast: Cast, n: int, now: datetime, rng: random.Random) -> Matter:
    came = now - timedelta(days=rng.randint(200, 700))
    place, article = rng.choice(("1201", "0801", "1801", "0102", "1701")), ARTICLES[n % len(ARTICLES)]
    accused, victim = invent(rng, child=False), invent(rng)
    on = PartialDate.of(local(came).date())
    with travel.on(came), cast.acting("court-12", Role.PROSECUTOR) as by:
        case = justice.open_case(
            source="complaint", opened_on=on, by=by,
            said=CaseSaid(place=place, article=article, forms=("labour",), domestic="trafficking", palermo="trafficking"),
        )  # fmt: skip
        suspect = justice.add_suspect(
            case_id=case.id, contact_on=on, different_person=True, by=by,
            said=SuspectSaid(sex=accused.sex, age=accused.age, nationality=accused.nationality, level="low"),
            identity={"name": f"{accused.name} {INVENTED}"},
        )  # fmt: skip
        child = victim.age < 18
        person = justice.add_victim(
            case_id=case.id, name=f"{victim.name} {INVENTED}", by=by,
            said=VictimSaid(
                sex=victim.sex, nationality=victim.nationality, child="yes" if child else "no",
                under_15="yes" if victim.age < 15 else "no",
            ),
        )  # fmt: skip
        justice.charge(
            case_id=case.id, suspect_id=suspect.id, article=article, on=on, child="yes" if child else "no", by=by
        )
    return Matter(case.id, case.number, suspect.id, person.id, child, victim.sex, place, article)


def _at(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour), PHNOM_PENH)


def _supervise(cast: Cast, one: Matter, n: int, now: datetime) -> int:
    """About three in ten do not come back (US State Department 2021): every fifth misses one day, three in ten two."""
    office, role = f"police-{one.province}", Role.INVESTIGATOR
    began = local(now).date() - timedelta(days=30 + 7 * (n % 9) + n % 5)
    watching = agencies.offices_by_code([office])[office].id
    with cast.acting(*one.clerk) as clerk:  # whoever is watched at home waits in no prison
        held = criminal.held(criminal.own_case_for(clerk, one.case_id)).get(one.suspect_id)
        if held is not None:
            free = PartialDate.of(max(began, held.held_since.last))
            justice.release(case_id=one.case_id, suspect_id=one.suspect_id, on=free, by=clerk)
    with travel.on(_at(began, 9)), cast.acting(*one.clerk) as clerk:
        row = courts.supervise(
            criminal_case_id=one.case_id, suspect_id=one.suspect_id, officer_office_id=watching,
            conditions=["report", "no_victim", *(["passport"] if n % 3 == 0 else [])], every_days=7, started_on=began,
            address=f"ផ្ទះលេខ {n + 1} {INVENTED}", by=clerk,
        )  # fmt: skip
    missing = 2 if n % 10 in {2, 5, 8} else 1 if n % 5 == 1 else 0
    with cast.acting(office, role) as officer:
        due = [day for day in supervised.days_of(row) if day.due_on < local(now).date()]
        for day in due[: len(due) - missing]:
            with travel.on(_at(day.due_on, 10)):
                courts.sign_day(supervision_id=row.id, day_id=day.id, by=officer)
    with database.session(None):
        find_missed_days()
    _after(cast, one, row.id, n, now)
    return 1


def _after(cast: Cast, one: Matter, supervision_id: UUID, n: int, now: datetime) -> None:
    """Some requests are signed, some people found, some still wait for the prosecutor; one in six is lifted."""
    with cast.acting(*one.prosecutor) as prosecutor:
        row = supervised.supervision_for(prosecutor, supervision_id)
        drafts = [each for each in supervised.warrants_of(row) if each.status == WarrantStatus.DRAFT]
        if drafts and n % 4 != 0:
            courts.decide_warrant(supervision_id=row.id, warrant_id=drafts[0].id, sign=True, by=prosecutor)
            if n % 3 == 0:
                courts.mark_found(supervision_id=row.id, by=prosecutor)
        elif not drafts and n % 6 == 0:
            courts.end_supervision(supervision_id=row.id, reason="lifted", on=local(now).date(), by=prosecutor)


def _claim(cast: Cast, one: Matter, n: int, now: datetime, rng: random.Random) -> int:
    """From consent to the order, and as much as was paid: of three, one nothing, one a part, one all."""
    today = local(now).date()
    filed = today - timedelta(days=100 + rng.randint(0, 80))
    ordered = filed + timedelta(days=rng.randint(30, 60))
    with travel.on(_at(filed, 9)), cast.acting(*LAWYER) as lawyer:
        who = Claimant(
            sex=one.sex, child=one.child, majority_on=PartialDate(today.year + 1 + n % 6, 1 + n % 12) if one.child else None,
            form="labour", place=one.place,
        )  # fmt: skip
        claim = remedy.begin(criminal_number=one.number, who=who, by=lawyer)
        giver = "ad_litem" if one.child else "self"
        remedy.consent(giver=giver, language="km", words=f"ខ្ញុំចង់ឱ្យគេសងខ្ញុំវិញ {INVENTED}", claim_id=claim.id, by=lawyer)
        for line in _lines(rng):
            remedy.add_line(line=line, claim_id=claim.id, by=lawyer)
        claimed = remedy.file_claim(claim_id=claim.id, by=lawyer).claimed_riel or 0
    total = max(
        400_000, claimed * rng.randint(4, 10) // 10 // 100_000 * 100_000
    )  # a court grants what was asked, or less
    with travel.on(_at(ordered, 15)), cast.acting(*one.clerk) as clerk:
        interest: dict[str, Any] = {"basis": "judgment", "permille": 50, "since": ordered} if n % 4 == 0 else {}
        remedy.order(
            claim_id=claim.id, on=ordered, riel=total, article=one.article, in_absentia=n % 12 == 0, by=clerk, **interest
        )  # fmt: skip
    parts = ((), (total // 4, total // 4), (total // 2, total - total // 2))[n % 3]
    for at, riel in enumerate(parts):
        day = ordered + timedelta(days=12 + 14 * at)
        if day <= today:
            with travel.on(_at(day, 11)), cast.acting(*one.clerk) as clerk:
                source = "fund" if n % 7 == 0 else "accused"
                remedy.pay(
                    claim_id=claim.id, on=day, riel=riel, source=source, holder="bank" if one.child else "", by=clerk
                )
    _outside(cast, one, claim.id, n, filed, held=one.child and bool(parts))
    return 1


def _lines(rng: random.Random) -> list[Line]:
    lines = [Line("wages", rng.randint(4, 12) * 100_000, f"សម្ដីសាមីខ្លួន {INVENTED}", months=rng.randint(3, 24))]
    if rng.random() < 0.6:
        lines.append(Line("fees", rng.randint(5, 40) * 100_000, f"បង្កាន់ដៃ {INVENTED}", months=12, permille=120))
    if rng.random() < 0.4:
        lines.append(Line("medical", rng.randint(1, 20) * 50_000, f"វិក្កយបត្រមន្ទីរពេទ្យ {INVENTED}"))
    return [*lines, Line("moral", rng.randint(1, 10) * 1_000_000, f"សម្ដីសាមីខ្លួន {INVENTED}")]


def _outside(cast: Cast, one: Matter, claim_id: UUID, n: int, filed: date, *, held: bool) -> None:
    with travel.on(_at(filed + timedelta(days=20), 14)), cast.acting(*LAWYER) as lawyer:
        if n % 6 == 2:
            proposers = [("accused_family", "broker", "village", "own_family", "police")[n % 5]]
            remedy.record_settlement(
                claim_id=claim_id, on=PartialDate.of(filed + timedelta(days=18)), proposers=proposers,
                riel=500_000 * (1 + n % 8), answer=("refused", "accepted", "open")[n % 3], pressure=n % 4 == 0,
                words=f"គេសុំឱ្យដកបណ្ដឹង {INVENTED}", by=lawyer,
            )  # fmt: skip
        if n % 11 == 4:
            remedy.record_testimony(
                claim_id=claim_id, on=filed + timedelta(days=20), reason=("fear", "tired", "money")[n % 3], language="km",
                words="", by=lawyer,
            )  # fmt: skip
    if held and n % 2 == 0:
        with cast.acting(*LAWYER) as lawyer:
            release = remedy.ask_release(claim_id=claim_id, riel=500_000, purpose="school", reason="", by=lawyer)
        if n % 4 == 0:
            for part in (one.prosecutor, one.clerk):
                with cast.acting(*part) as by:
                    remedy.sign_release(claim_id=claim_id, release_id=release.id, by=by)


def _hear(cast: Cast, one: Matter, n: int, now: datetime) -> int:
    """Three courtrooms, four hours a day; two in three were held already."""
    held = n % 3 != 0
    day = local(now).date() + timedelta(days=-(4 + n // 12) if held else 3 + n // 12)
    begins = _at(day, (8, 10, 14, 16)[n // 3 % 4])
    room = n % 3
    with cast.acting(*one.clerk) as clerk:
        hearing = courts.set_hearing(
            criminal_case_id=one.case_id, by=clerk,
            said=HearingSaid(
                kind="trial" if n % 4 else "verdict", starts_at=begins, ends_at=begins + timedelta(minutes=90),
                room=str(room + 1), judge=("SK", "CV", "NR")[room], accused=(one.suspect_id,), closed=one.child,
                accused_arrive_at=begins - timedelta(minutes=60) if n % 5 else None,
                witnesses_arrive_at=begins - timedelta(minutes=15) if n % 5 else None,
            ),
        )  # fmt: skip
        planned = ("screen", "support_person", "closed_court", "lawyer") if one.child else ("support_person",)
        witness = courts.add_witness(
            hearing_id=hearing.id, name=f"{INVENTED} {n + 1}", by=clerk,
            who=WitnessSaid(
                kind="victim", child=one.child, sex=one.sex, victim_id=one.victim_id, planned=planned,
                lawyer_on=local(now).date() - timedelta(days=20 + n) if n % 4 else None,
            ),
        )  # fmt: skip
        if held:
            courts.end_hearing(hearing_id=hearing.id, new="held", by=clerk)
            used = [code for code in planned if (code, n % 2) != ("screen", 0)]
            courts.record_measures(hearing_id=hearing.id, witness_id=witness.id, used=used, by=clerk)
    return 1
