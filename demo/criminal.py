"""Criminal cases of the demo nation: what came of its own true reports, from the inquiry to the judgment. People are invented.

Shares follow what the sources say of such cases: many rest with the police or the prosecutor, few officials are among the
accused, some are judged in their absence, and charges shrink more often for some than for others.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone

from demo import holding, networks, travel
from demo.cast import Cast
from demo.memory import remembered
from demo.nation import BUSY
from demo.people import Invented, invent
from rumduol.agencies import queries as agencies
from rumduol.agencies.enums import Role
from rumduol.facts.models import Fact
from rumduol.intake.models import Report
from rumduol.justice import actions, queries
from rumduol.justice.enums import CriminalStatus as S
from rumduol.justice.types import CaseSaid, Sentence, SuspectSaid
from rumduol.shared.dates import PHNOM_PENH, PartialDate

HOW_MANY = 300
DRAWN = 0.3  # of the cases with more than one suspect, those whose network somebody has drawn
NOWHERE = UUID(int=0)
# How far a case has come, out of a hundred; each goes through all stages before it.
FAR = {
    S.PRELIMINARY: 14, S.WITH_PROSECUTOR: 13, S.FILED: 11, S.INVESTIGATING_JUDGE: 9, S.DISMISSED: 3, S.TRIAL: 10,
    S.VERDICT: 6, S.FINAL: 14, S.EXECUTION: 12, S.ENDED: 8,
}  # fmt: skip
OVER = (S.FILED, S.DISMISSED, S.ENDED)
WAY = (S.WITH_PROSECUTOR, S.INVESTIGATING_JUDGE, S.CLOSING_ORDER, S.TRIAL, S.VERDICT, S.FINAL, S.EXECUTION, S.ENDED)
# Days from stage to stage, least and most.
LASTS = {
    S.WITH_PROSECUTOR: (12, 60), S.FILED: (20, 90), S.INVESTIGATING_JUDGE: (3, 20), S.CLOSING_ORDER: (60, 180),
    S.DISMISSED: (5, 30), S.TRIAL: (20, 90), S.VERDICT: (15, 60), S.FINAL: (31, 70), S.EXECUTION: (5, 30), S.ENDED: (90, 300),
}  # fmt: skip
ROLES = ("recruiter", "broker", "transporter", "harbourer", "controller", "exploiter")
LEVELS = {"low": 46, "helper": 22, "manager": 17, "organiser": 9, "unknown": 6}
TERMS = {"low": (84, 120), "helper": (84, 132), "manager": (96, 168), "organiser": (120, 180), "unknown": (84, 108)}
INVESTIGATOR, PROSECUTOR, CLERK = Role.INVESTIGATOR, Role.PROSECUTOR, Role.COURT_CLERK
MADE_UP = "សាច់រឿងនេះបង្កើតឡើងសម្រាប់បង្ហាញប៉ុណ្ណោះ។"


@dataclass
class Tale:
    """A case on its way: where it is, on which day, and who is accused."""

    cast: Cast
    rng: random.Random
    province: str
    day: date
    last: date
    case_id: UUID = NOWHERE
    suspects: list[tuple[UUID, Invented, str]] = field(default_factory=list)

    def part(self, role: Role) -> tuple[str, Role]:
        return (f"police-{self.province}" if role == INVESTIGATOR else f"court-{self.province}", role)

    def on(self) -> PartialDate:
        """The day, or for one in five only the month."""
        whole = PartialDate.of(self.day)
        return whole.to_month() if self.rng.random() < 0.2 else whole

    def at(self) -> datetime:
        return datetime.combine(self.day, time(9 + self.rng.randint(0, 7), 15), tzinfo=PHNOM_PENH)

    def later(self, stage: S) -> bool:
        """Let the days until a stage pass; False when they have not passed yet today."""
        day = self.day + timedelta(days=self.rng.randint(*LASTS[stage]))
        if day > self.last:
            return False
        self.day = day
        return True


def tell_criminal_cases(cast: Cast, *, now: datetime | None = None, how_many: int = HOW_MANY) -> int:
    """Tell the criminal cases that are missing; answers how many were made (none the second time)."""
    if Fact.objects.filter(kind="investigation").exists():
        return 0
    rng, last = random.Random("criminal"), (now or timezone.now()).astimezone(PHNOM_PENH).date()
    with remembered():
        return _tell_all(cast, rng, last, how_many)


def _tell_all(cast: Cast, rng: random.Random, last: date, how_many: int) -> int:
    made = 0
    for province, report_id, received in _reports(cast, how_many):
        tale = Tale(cast, rng, province, received + timedelta(days=rng.randint(1, 9)), last)
        if tale.day <= last:
            _tell(tale, report_id)
            made += 1
    return made


def _reports(cast: Cast, how_many: int) -> Iterator[tuple[str, UUID, date]]:
    """True reports dealt over the provinces, as many as each has of them."""
    found: list[tuple[str, str, UUID, date]] = []
    for province in BUSY:
        with cast.acting(f"police-{province}", INVESTIGATOR) as officer:
            rows = Report.objects.filter(
                office_id=officer.office_id, finding__in=["trafficking", "exploitation"], parent__isnull=True
            ).order_by("received_on", "women", "men", "girls", "boys", "danger_now", "language")
            found += [(str(row.received_on), province, row.id, row.received_on) for row in rows]
    found.sort(key=lambda one: (one[0], one[1]))
    step = max(1.0, len(found) / how_many)
    for n in range(min(how_many, len(found))):
        _text, province, report_id, received = found[int(n * step)]
        yield province, report_id, received


def _tell(t: Tale, report_id: UUID) -> None:
    rng = t.rng
    far = rng.choices(list(FAR), list(FAR.values()))[0]
    with travel.on(t.at()), t.cast.acting(*t.part(INVESTIGATOR)) as officer:
        report = Report.objects.get(id=report_id)
        children = report.girls + report.boys > 0
        article = "tipse-12" if report.finding == "trafficking" else "penal-284"
        case = actions.open_case(
            source="report", report_id=report.id, opened_on=t.on(), summary=MADE_UP, by=officer,
            said=CaseSaid(
                place=report.place or f"{t.province}01", happened_on=PartialDate.of(report.received_on).to_month(),
                forms=tuple(report.forms[:2]), domestic="trafficking" if article == "tipse-12" else "sexual_exploitation",
                palermo="child_trafficking" if children else "trafficking", article=article, online=rng.random() < 0.18,
            ),
        )  # fmt: skip
        t.case_id = case.id
        for _n in range(rng.choices([1, 2, 3], [58, 29, 13])[0]):
            _suspect(t, officer)
        drawing = random.Random(f"network {t.suspects[0][1].name}")
        if len(t.suspects) > 1 and drawing.random() < DRAWN:
            networks.draw(case_id=case.id, suspects=[row for row, _one, _level in t.suspects], by=officer, rng=drawing)
        if rng.random() < 0.6:
            actions.add_evidence(case_id=case.id, kind="thing", what="វត្ថុបង្កើតឡើង", by=officer)
        if rng.random() < 0.08:
            actions.request_cooperation(
                case_id=case.id, kind="legal_assistance", direction="sent", country=rng.choice(["TH", "VN", "CN"]),
                on=PartialDate.of(t.day), by=officer,
            )  # fmt: skip
    if t.day + timedelta(days=2) <= t.last:
        with travel.on(t.at() + timedelta(days=2)), t.cast.acting(*t.part(INVESTIGATOR)) as officer:
            holding.custody_ends(case_id=t.case_id, since=t.day, by=officer)
    _go(t, far, article, children=children)
    _rest(t)


def _rest(t: Tale) -> None:
    """Who is still held before a trial that has not come."""
    with travel.on(datetime.combine(t.last, time(8), tzinfo=PHNOM_PENH)), t.cast.acting(*t.part(PROSECUTOR)) as by:
        if queries.cases_of(by).filter(id=t.case_id, office_id=by.office_id).exclude(status__in=OVER).exists():
            names = {suspect_id: one.name for suspect_id, one, _level in t.suspects}
            holding.at_the_limit(case_id=t.case_id, names=names, today=t.last, by=by)


def _suspect(t: Tale, officer: Any) -> None:
    rng = t.rng
    one = invent(rng, sex=rng.choices(["male", "female"], [64, 36])[0], child=False,
                 nationality=rng.choices(["KH", "CN", "VN", "TH"], [76, 15, 6, 3])[0])  # fmt: skip
    level = rng.choices(list(LEVELS), list(LEVELS.values()))[0]
    away = rng.random() < (0.3 if level in {"organiser", "manager"} else 0.1)
    role, official = rng.choice(ROLES), rng.random() < 0.03
    said = SuspectSaid(
        sex=one.sex, age=one.age, nationality=one.nationality, role=role, level=level,
        official=official, official_office_id=_office(t, one) if official else None, means=("deception",),
        language="km" if one.nationality == "KH" else "",
        counsel=rng.choice(["none", "own", "appointed"]), counsel_on=PartialDate.of(t.day),
        at_large_since=PartialDate.of(t.day) if away else None,
    )  # fmt: skip
    row = actions.add_suspect(
        case_id=t.case_id, said=said, identity={"name": one.name, "other_names": one.latin},
        contact_on=PartialDate.of(t.day), different_person=True, by=officer,
    )  # fmt: skip
    t.suspects.append((row.id, one, level))
    if not away and rng.random() < 0.7:
        actions.arrest(case_id=t.case_id, suspect_id=row.id, on=PartialDate.of(t.day), by=officer)
        actions.detain(
            case_id=t.case_id, suspect_id=row.id, kind="custody", since=PartialDate.of(t.day), at=t.at(), by=officer
        )


def _office(t: Tale, one: Invented) -> UUID | None:
    """Of which office the official is, as the officers found out; in one of five they don't know. Drawn by the name alone."""
    rng = random.Random(f"official {one.name}")
    codes = [f"police-{province}" for province in BUSY if province != t.province]
    codes += ["transit-poipet", "labour-12", f"police-{t.province}"]
    known = agencies.offices_by_code(codes)
    return None if rng.random() < 0.2 else known[rng.choice(sorted(known))].id


def _go(t: Tale, far: S, article: str, *, children: bool) -> None:
    """From stage to stage until the case is as far as it should be, or today is reached."""
    if far == S.PRELIMINARY:
        return
    way = [*WAY[: WAY.index(S.CLOSING_ORDER) + 1], S.DISMISSED] if far == S.DISMISSED else list(WAY)
    way = [S.WITH_PROSECUTOR, S.FILED] if far == S.FILED else way[: way.index(far) + 1]
    direct = far not in {S.INVESTIGATING_JUDGE, S.DISMISSED} and t.rng.random() < 0.25
    for stage in way:
        if direct and stage in {S.INVESTIGATING_JUDGE, S.CLOSING_ORDER}:
            continue
        if not t.later(stage):
            return
        with travel.on(t.at()):
            _pass(t, stage, article, children=children)


def _pass(t: Tale, stage: S, article: str, *, children: bool) -> None:
    """One step, by the role that has the door, with what belongs to it."""
    key: dict[str, Any] = {"case_id": t.case_id}
    if stage == S.WITH_PROSECUTOR:
        code = f"court-{t.province}"
        court = agencies.offices_by_code([code])[code].id
        with t.cast.acting(*t.part(INVESTIGATOR)) as by:
            actions.move(to=stage, on=PartialDate.of(t.day), because="complete", to_office_id=court, by=by, **key)
        return
    role = CLERK
    if stage in {S.FILED, S.INVESTIGATING_JUDGE, S.EXECUTION, S.ENDED}:
        role = PROSECUTOR
    with t.cast.acting(*t.part(PROSECUTOR)) as by:
        case = queries.own_case_for(by, t.case_id)
        if case.status == S.WITH_PROSECUTOR and stage != S.FILED:
            role = PROSECUTOR
            _charge(t, article, by, children=children)
    with t.cast.acting(*t.part(role)) as by:
        if stage in {S.VERDICT, S.DISMISSED, S.ENDED}:
            holding.let_go(case_id=t.case_id, on=t.day, by=by)
        if stage == S.VERDICT:
            _judge(t, by)
        because = {
            S.FILED: t.rng.choice(["not_enough", "not_found", "no_offence", "withdrawn"]),
            S.DISMISSED: t.rng.choice(["not_enough", "not_found"]),
        }.get(stage, "")
        actions.move(to=stage, on=PartialDate.of(t.day), because=because, by=by, **key)


def _charge(t: Tale, article: str, by: Any, *, children: bool) -> None:
    for suspect_id, one, level in t.suspects:
        made = actions.charge(
            case_id=t.case_id, suspect_id=suspect_id, article=article, on=PartialDate.of(t.day),
            child="yes" if children else "no", by=by,
        )  # fmt: skip
        # What the sources tell: a charge shrinks more often for those from here, and for those higher up.
        shrinks = (0.16 if one.nationality == "KH" else 0.04) + (0.08 if level in {"manager", "organiser"} else 0)
        if children and t.rng.random() < shrinks:
            actions.replace_charge(
                case_id=t.case_id, charge_id=made.id, article=article, on=PartialDate.of(t.day), child="no",
                because="victim_adult", reason="ឯកសារកំណើតបង្កើតឡើងបង្ហាញអាយុផ្សេង។", by=by,
            )  # fmt: skip
    accused = [(suspect_id, one.name, level) for suspect_id, one, level in t.suspects]
    holding.before_trial(case_id=t.case_id, accused=accused, on=t.day, by=by)


def _judge(t: Tale, by: Any) -> None:
    rng, case = t.rng, queries.own_case_for(by, t.case_id)
    away = {one.id for one in queries.suspects_of(case) if one.at_large}
    for suspect_id, one, level in t.suspects:
        convicted = rng.random() < (0.88 if one.nationality != "KH" else 0.76)
        months = rng.randrange(*TERMS[level], 6)
        heavy = any(c.suspect_id == suspect_id and c.child == "yes" for c in queries.charges_of(case, standing=True))
        sentence = Sentence("prison", months=max(months, 180) if heavy else months)
        actions.record_verdict(
            case_id=case.id, suspect_id=suspect_id, on=PartialDate.of(t.day), by=by,
            outcome="convicted" if convicted else rng.choice(["acquitted", "acquitted", "dismissed"]),
            sentence=sentence if convicted else None, in_absentia=suspect_id in away, reason=MADE_UP,
        )  # fmt: skip
        if convicted and suspect_id not in away:
            holding.sentenced(case_id=case.id, suspect_id=suspect_id, on=t.day, by=by)
