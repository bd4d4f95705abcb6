"""A case of the demo nation: the ten steps on their days, as far as this person's way has led until today."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone

from demo import referring
from demo.nation import BUSY
from demo.people import Invented
from demo.plan import CaseEnd
from demo.telling import WORKER, Telling
from rumduol.agencies.enums import Role
from rumduol.cases import actions as cases
from rumduol.cases.enums import ITEMS_OF, StepName
from rumduol.cases.types import PersonCoded
from rumduol.shared.dates import PartialDate

ORDER = list(CaseEnd)
INVENTED = "រឿងបង្កើតឡើង។"
WISHES = ["ខ្ញុំចង់នៅជិតម្តាយខ្ញុំ។", "ខ្ញុំចង់រៀនកាត់ដេរ។", "ខ្ញុំមិនចង់ទៅតុលាការទេឥឡូវនេះ។", "Tôi muốn về nhà.", "ខ្ញុំចង់ទៅរៀនវិញ។"]
GOALS = {
    "safety": "រស់នៅដោយគ្មានការគំរាមកំហែង", "health": "ព្យាបាលឱ្យជា", "school": "ត្រឡប់ទៅរៀនវិញ", "family": "ជួបគ្រួសារវិញ",
    "income": "មានការងារសមរម្យ", "money": "ដោះបំណុល", "papers": "ធ្វើអត្តសញ្ញាណប័ណ្ណ",
}  # fmt: skip
LANGUAGES = {"VN": "vi", "CN": "zh", "TH": "th"}
# After how many days each step is finished, from the opening of the case: least, most. Ends below the most are late.
PACE = {
    StepName.CRISIS: (0.3, 1.5), StepName.REFERRAL: (2, 4), StepName.ADMISSION: (4, 7), StepName.ASSESSMENT: (8, 14),
    StepName.PLANNING: (16, 26), StepName.REINTEGRATION: (40, 65),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Opening:
    """Where a case comes from, and about whom it is."""

    office: str
    screening_id: UUID
    one: Invented
    form: str
    province: str

    @property
    def child(self) -> bool:
        return self.one.age < 18


def plan_case(t: Telling, opening: Opening, end: CaseEnd, *, companions: list[UUID], more_help: bool) -> None:
    """Open the case a day after the screening and let it go on until `end`."""
    t.later(
        timezone.now() + timedelta(hours=t.rng.choice([4, 12, 20])),
        lambda: _open(t, opening, end, companions=companions, more_help=more_help),
    )


def _open(t: Telling, opening: Opening, end: CaseEnd, *, companions: list[UUID], more_help: bool) -> None:
    one, rng = opening.one, t.rng
    with t.cast.acting(opening.office, WORKER) as worker:
        case = cases.open_case(
            source=("screening", opening.screening_id), standing=rng.choice(["presumed", "identified"]), by=worker,
            person=PersonCoded(
                sex=one.sex, age_from=one.age, age_to=one.age, nationality=one.nationality, found_in=opening.province,
                forms=(opening.form,), domestic="trafficking",
                palermo="child_trafficking" if opening.child else "trafficking", exploited_in=opening.province,
                language=LANGUAGES.get(one.nationality, "km"),
            ),
            identity={"name": one.name, "other_names": one.latin if one.latin != one.name else ""},
            contact={"phone": f"+8551{rng.randint(1000000, 9999999)}"}, summary=INVENTED,
            found_with=companions[0] if companions else None,
        )  # fmt: skip
        t.count("cases")
        t.records.add(case.id)
        companions.append(case.id)
        if end == CaseEnd.IDENTIFICATION:
            return
        cases.set_risk(
            case_id=case.id,
            risk=rng.choices(["low", "medium", "high", "danger"], [20, 50, 25, 5])[0],
            text="",
            by=worker,
        )
        _finish(case.id, StepName.IDENTIFICATION, worker)
    Life(t, opening, case.id, end, timezone.now()).plan(more_help=more_help)


def _finish(case_id: UUID, step: StepName, worker: Any) -> None:
    for item in ITEMS_OF[step]:
        cases.see_to(case_id=case_id, item=item, text="", by=worker)
    if step in NOT_BEGUN_BY_A_POINT:
        cases.start_step(case_id=case_id, step=step, by=worker)
    cases.finish_step(case_id=case_id, step=step, by=worker)


NOT_BEGUN_BY_A_POINT = {StepName.PLANNING, StepName.FEEDBACK}


@dataclass
class Life:
    """One case from its opening on; `began` is the moment of that."""

    t: Telling
    opening: Opening
    case_id: UUID
    end: CaseEnd
    began: datetime

    def plan(self, *, more_help: bool) -> None:
        """Put every step that lies behind this person on its day."""
        steps: dict[StepName, Callable[[Any], None]] = {
            StepName.CRISIS: self._crisis, StepName.REFERRAL: lambda worker: None, StepName.ADMISSION: self._custody,
            StepName.ASSESSMENT: self._assess, StepName.PLANNING: self._goals,
            StepName.REINTEGRATION: lambda worker: None,
        }  # fmt: skip
        reached = ORDER.index(self.end)
        for n, (step, before) in enumerate(steps.items(), 1):
            least, most = PACE[step]
            moment = self.began + timedelta(days=least + (most - least) * self.t.rng.random())
            if n < reached:
                self.t.later(moment, lambda step=step, before=before: self._do(step, before))  # type: ignore[misc]
            if step == StepName.REFERRAL and n <= reached:
                self.t.later(moment - timedelta(days=1), lambda: self._refer(more_help))
        if self.end not in {CaseEnd.CLOSING, CaseEnd.CLOSED} and self.t.now - self.began > timedelta(days=30):
            self.t.later(self.t.now - timedelta(days=self.t.rng.choice([1, 2, 4, 8, 15, 25, 33])), self._risk_again)
        if reached > ORDER.index(CaseEnd.REINTEGRATION):
            self.t.later(self.began + timedelta(days=66), self._home)
        elif self.t.rng.random() < 0.06:
            self.t.later(self.began + timedelta(days=5), self._alarm)

    def _do(self, step: StepName, before: Callable[[Any], None]) -> None:
        with self.t.cast.acting(self.opening.office, WORKER) as worker:
            before(worker)
            _finish(self.case_id, step, worker)

    def _risk_again(self) -> None:
        """The level of risk was looked at not long ago, as it has to be."""
        with self.t.cast.acting(self.opening.office, WORKER) as worker:
            risk = self.t.rng.choices(["low", "medium", "high"], [50, 40, 10])[0]
            cases.set_risk(case_id=self.case_id, risk=risk, text="", by=worker)

    def _crisis(self, worker: Any) -> None:
        rng = self.t.rng
        cases.record_decision(
            case_id=self.case_id, topic=rng.choice(["stay", "family", "medical", "justice"]),
            choice=rng.choices(["agrees", "refuses", "later", "asks"], [60, 15, 15, 10])[0], words=rng.choice(WISHES),
            language="km", by=worker,
        )  # fmt: skip

    def _custody(self, worker: Any) -> None:
        if not self.opening.child:
            return
        until = timezone.localdate() + timedelta(days=self.t.rng.choice([60, 180, 365]))
        cases.settle_custody(
            case_id=self.case_id, kind="shelter", decided_by="social_affairs", paper="placement",
            from_on=timezone.localdate(), until_on=until, holder="ជម្រក (បង្កើតឡើង)", place="", paper_number="",
            best_interest="ប្រយោជន៍ល្អបំផុតរបស់កុមារ (បង្កើតឡើង)។", by=worker,
        )  # fmt: skip

    def _assess(self, worker: Any) -> None:
        right = self.t.rng.choice(["information", "privacy", "services", "participation", "movement"])
        status = self.t.rng.choices(["respected", "action", "at_risk"], [75, 20, 5])[0]
        cases.check_right(case_id=self.case_id, right=right, status=status, text=INVENTED, by=worker)

    def _goals(self, worker: Any) -> None:
        rng, today = self.t.rng, timezone.localdate()
        for area in rng.sample(list(GOALS), 2):
            goal = cases.add_goal(case_id=self.case_id, area=area, text=GOALS[area] + " (បង្កើតឡើង)", by=worker)
            due = today + timedelta(days=rng.randint(10, 120))
            task = cases.add_task(
                case_id=self.case_id, goal_id=goal.id, doer=rng.choice(["worker", "person", "provider"]), due_on=due,
                text="កិច្ចការបង្កើតឡើង", by=worker,
            )  # fmt: skip
            if rng.random() < 0.5 or due < (self.t.now - timedelta(days=60)).date():
                cases.end_task(case_id=self.case_id, task_id=task.id, done=True, by=worker)
        cases.answer_plan(
            case_id=self.case_id, answer=rng.choices(["agreed", "partly"], [80, 20])[0], words=rng.choice(WISHES),
            language="km", best_interest="ប្រយោជន៍ល្អបំផុត (បង្កើតឡើង)។" if self.opening.child else "", by=worker,
        )  # fmt: skip

    def _alarm(self) -> None:
        """A victim is fined or held all the same; half of the time that is settled."""
        rng = self.t.rng
        with self.t.cast.acting(self.opening.office, WORKER) as worker:
            alarm = cases.raise_alarm(
                case_id=self.case_id, kind=rng.choice(["detained", "fined", "charged"]),
                happened_on=PartialDate.of(timezone.localdate()), text=INVENTED, by=worker,
            )  # fmt: skip
            self.t.count("alarms")
            if rng.random() < 0.6:
                cases.handle_alarm(
                    case_id=self.case_id, alarm_id=alarm.id, outcome=rng.choice(["released", "waived", "dropped"]),
                    text=INVENTED, by=worker,
                )  # fmt: skip

    def _refer(self, more_help: bool) -> None:
        referring.plan_referrals(
            self.t, self.opening.office, self.case_id, self.opening.one, self.opening.province, 1 + more_help
        )

    # Back in ordinary life

    def _home(self) -> None:
        with self.t.cast.acting(self.opening.office, WORKER) as worker:
            visits = cases.reintegrate(case_id=self.case_id, on=timezone.localdate(), by=worker)
        days = [(visit.id, datetime(v.year, v.month, v.day, 3, tzinfo=UTC)) for visit in visits for v in [visit.due_on]]
        if self.end in {CaseEnd.CLOSING, CaseEnd.CLOSED}:
            after = self.t.rng.uniform(0.2, 0.9) * (self.t.now - timezone.now()).days
            days = [(visit_id, day) for visit_id, day in days if (day - timezone.now()).days < after]
            self.t.later(timezone.now() + timedelta(days=after + 1), self._ask_to_close)
        for visit_id, day in days:
            late = day > self.t.now - timedelta(days=60)
            if self.t.rng.random() < (0.3 if late else 0.08) and self.end == CaseEnd.FOLLOW_UP:
                continue  # overdue
            self.t.later(day, lambda visit_id=visit_id: self._visit(visit_id))  # type: ignore[misc]
        if self.end == CaseEnd.FEEDBACK:
            self.t.later(days[-1][1] + timedelta(days=2), self._followed)

    def _visit(self, visit_id: UUID) -> None:
        rng = self.t.rng
        child = self.opening.child
        with self.t.cast.acting(self.opening.office, WORKER) as worker:
            if self.end == CaseEnd.FOLLOW_UP and rng.random() < 0.05:
                cases.retry_visit(
                    case_id=self.case_id, visit_id=visit_id, refused=True, due_on=None, text="", by=worker
                )
                return
            cases.record_visit(
                case_id=self.case_id, visit_id=visit_id, on=timezone.localdate(),
                way=rng.choices(["home", "phone", "via"], [65, 25, 10])[0],
                safety=rng.choices(["good", "fair", "bad"], [65, 28, 7])[0],
                occupation=rng.choices(["school" if child else "work", "both", "neither"], [70, 10, 20])[0],
                health=rng.choices(["good", "fair", "bad"], [60, 32, 8])[0], debt=rng.choices(["yes", "no"], [35, 65])[0],
                relations=rng.choices(["good", "fair", "bad"], [65, 25, 10])[0],
                wants_help=rng.choices(["yes", "no"], [30, 70])[0],
                retrafficked=rng.choices(["no", "suspected"], [985, 15])[0], text="", by=worker,
            )  # fmt: skip
            self.t.count("visits")

    def _followed(self) -> None:
        with self.t.cast.acting(self.opening.office, WORKER) as worker:
            cases.finish_step(case_id=self.case_id, step=StepName.FOLLOW_UP, by=worker)
            cases.start_step(case_id=self.case_id, step=StepName.FEEDBACK, by=worker)

    def _ask_to_close(self) -> None:
        rng, case_id = self.t.rng, self.case_id
        foreigner = self.opening.one.nationality != "KH"
        reasons = (
            ["returned_home"]
            if foreigner
            else ["goals_reached", "goals_reached", "wishes_to_end", "moved", "unreachable"]
        )
        reason = rng.choice(reasons)
        with self.t.cast.acting(self.opening.office, WORKER) as worker:
            way = rng.choices(["given", "anonymous", "declined"], [45, 25, 30])[0]
            if reason != "unreachable":
                cases.offer_feedback(
                    case_id=case_id, way=way, words="អរគុណ ខ្ញុំមានសុវត្ថិភាព (បង្កើតឡើង)។" if way == "given" else "", by=worker
                )
                cases.start_step(case_id=case_id, step=StepName.FEEDBACK, by=worker)
                cases.finish_step(case_id=case_id, step=StepName.FEEDBACK, by=worker)
            closure = cases.ask_closure(
                case_id=case_id, reason=reason, informed=reason != "unreachable", explanation=INVENTED, by=worker
            )
        self.t.count("closures asked")
        if self.end == CaseEnd.CLOSED:
            self.t.later(timezone.now() + timedelta(days=2), lambda: self._sign(closure.id))

    def _sign(self, closure_id: UUID) -> None:
        office = self.opening.office if self.opening.office.removeprefix("posvy-") in BUSY else "mosvy"
        with self.t.cast.acting(office, Role.SUPERVISOR) as supervisor:
            case = cases.sign_closure(closure_id=closure_id, by=supervisor)
            self.t.count("closed")
            if self.t.rng.random() < 0.06 and self.t.now - timezone.now() > timedelta(days=30):
                cases.reopen_case(case_id=case.id, because="asked", by=supervisor)
                self.t.count("reopened")
