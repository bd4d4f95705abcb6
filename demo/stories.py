"""What happens in the demo nation: a report, the search, a screening, a case, referrals. All through the rooms' own actions."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from demo import travel
from demo.cast import Cast
from demo.nation import BUSY
from demo.people import Invented, invent
from rumduol.access import database
from rumduol.agencies import queries as agencies
from rumduol.agencies.enums import Role
from rumduol.cases import actions as cases
from rumduol.cases import queries as case_queries
from rumduol.cases.enums import ITEMS_OF, StepName, StepStatus
from rumduol.cases.types import PersonCoded
from rumduol.directory import queries as directory
from rumduol.directory.types import Need
from rumduol.intake import actions as intake
from rumduol.intake import queries as intake_queries
from rumduol.intake.enums import SUGGESTED_FORMS, Situation
from rumduol.intake.models import Report
from rumduol.intake.types import Counts, PersonSaid, ReportSaid
from rumduol.referrals import actions as referrals
from rumduol.referrals.actions.preparing import shareable
from rumduol.referrals.enums import DeclineReason, EndReason, Giver, Manner, ReferralKind, SharingPurpose, Urgency
from rumduol.screening import actions as screening
from rumduol.screening.questionnaire import load
from rumduol.screening.types import ConditionsSaid, Decision, PersonAsked

PROVINCES = ["18"] * 18 + ["12"] * 14 + ["01"] * 12 + ["08"] * 8 + ["02"] * 6 + ["17"] * 6 + [
    f"{n:02}" for n in range(1, 26)
]  # fmt: skip
SITUATIONS = [
    (Situation.SCAM, "labour", ["kind_scam", "dec_job", "rec_debt"]),
    (Situation.SEXUAL, "sexual", ["kind_sex", "dec_job"]),
    (Situation.FORCED_WORK, "labour", ["kind_labour", "dec_pay", "rec_documents"]),
    (Situation.DEBT, "labour", ["kind_debt", "rec_debt"]),
    (Situation.AT_SEA, "labour", ["kind_labour", "rec_confined"]),
    (Situation.MARRIAGE, "sexual", ["dec_marriage"]),
    (Situation.BEGGING, "labour", ["kind_beg"]),
    (Situation.CHILD_WORK, "labour", ["kind_labour"]),
    (Situation.HOUSEHOLD, "labour", ["kind_home", "dec_conditions"]),
]
STORIES = [
    "ពួកគេមិនឱ្យចេញក្រៅទេ ហើយយកលិខិតឆ្លងដែនអស់ (រឿងបង្កើតឡើង)។",
    "គេសន្យាថាធ្វើការក្នុងភោជនីយដ្ឋាន តែមកដល់ត្រូវបង្ខំធ្វើការផ្សេង (រឿងបង្កើតឡើង)។",
    "ក្មួយខ្ញុំទូរស័ព្ទមកយំ ប្រាប់ថាត្រូវគេវាយ (រឿងបង្កើតឡើង)។",
    "They owe the boss money and cannot leave until it is paid (invented).",
    "មានក្មេងៗធ្វើការនៅឡឥដ្ឋ មិនបានទៅរៀនទេ (រឿងបង្កើតឡើង)។",
]
WISHES = ["ខ្ញុំចង់នៅជិតម្តាយខ្ញុំ។", "ខ្ញុំចង់រៀនកាត់ដេរ។", "ខ្ញុំមិនចង់ទៅតុលាការទេឥឡូវនេះ។", "Tôi muốn về nhà."]
GOOD_CONDITIONS = ConditionsSaid(
    private_place=True, suspects_away=True, interpreter="not_needed", sex_as_preferred=True, support="not_wanted",
    needs_first=True, explained=True, right_to_stop=True, consent=True,
)  # fmt: skip


@dataclass
class Teller:
    """Tells stories with a cast and a seeded chance; `now` is when the telling happens: nothing is later."""

    cast: Cast
    rng: random.Random
    now: datetime
    told: dict[str, int] = field(default_factory=dict)
    visits: dict[UUID, list[tuple[UUID, date]]] = field(default_factory=dict)

    def count(self, what: str) -> None:
        self.told[what] = self.told.get(what, 0) + 1

    def at(self, moment: datetime, do: Callable[[], None]) -> bool:
        """Do something on its day, unless that day has not come."""
        if moment > self.now:
            return False
        with travel.on(moment):
            do()
        return True

    # A report and the search

    def report(self, began: datetime, *, depth: float) -> None:
        """One report from its first words to as far as `depth` (0..1) lets it go."""
        rng = self.rng
        province = rng.choice(PROVINCES)
        situation, _kind, signs = rng.choice(SITUATIONS)
        people = [
            invent(rng, child=True if situation == Situation.CHILD_WORK else None)
            for _n in range(rng.choice([1, 1, 1, 2, 2, 3, 4]))
        ]
        said = self._said(province, situation, people)
        found: list[UUID] = []

        def arrive() -> None:
            if rng.random() < 0.4:
                before = self._waiting_reports()
                with database.session(None):
                    intake.receive_web_report(said=said, seed=rng.randbytes(32))
                found.extend(self._waiting_reports() - before)
            else:
                with self.cast.acting("helpline", Role.HOTLINE_OPERATOR) as operator:
                    row, _code = intake.record_report(
                        said=said, channel=rng.choice(["phone", "phone", "social", "walk_in", "ngo"]), by=operator
                    )
                    found.append(row.id)
            self.count("reports")

        with travel.on(began):
            arrive()
        report_id = found[0]
        if depth < 0.12:
            return
        police = f"police-{province}"

        def triage() -> None:
            with self.cast.acting("helpline", Role.HOTLINE_OPERATOR) as operator:
                forms = [SUGGESTED_FORMS[situation]] if situation in SUGGESTED_FORMS else []
                urgency = (
                    "danger"
                    if said.danger_now == "yes"
                    else "child"
                    if any(p.minor == "yes" for p in said.persons)
                    else "ordinary"
                )
                intake.triage(report_id=report_id, urgency=urgency, forms=forms, place=said.place, by=operator)
                to = agencies.offices_by_code([police])[police]
                intake.transfer(report_id=report_id, to_office_id=to.id, reason="competent", by=operator)

        if not self.at(began + timedelta(hours=rng.choice([0.5, 1, 3, 10])), triage) or depth < 0.2:
            return
        met: list[tuple[UUID, Invented]] = []

        def verify() -> None:
            with self.cast.acting(police, Role.INVESTIGATOR) as officer:
                intake.keep(report_id=report_id, by=officer)
                finding = rng.choices(["trafficking", "exploitation", "labour_dispute", "unfounded"], [45, 25, 15, 15])[
                    0
                ]
                rows = intake_queries.persons_of(intake_queries.report_for(officer, report_id))
                for row, one in zip(rows, people, strict=True):
                    result = rng.choices(
                        ["found", "not_at_place", "place_closed", "too_little_information", "already_home"],
                        [60, 16, 8, 10, 6],
                    )[0]
                    intake.verify_person(
                        report_id=report_id, person_id=row.id, result=result, by=officer,
                        finding=finding if result in {"found", "already_home"} else "",
                    )  # fmt: skip
                    if result == "found" and finding in {"trafficking", "exploitation"}:
                        met.append((row.id, one))
                if depth > 0.3:
                    intake.conclude(report_id=report_id, finding=finding, by=officer)
                    self._answer(report_id, officer)

        if not self.at(began + timedelta(days=rng.choice([0.2, 0.5, 1, 2, 4])), verify):
            return
        for person_id, one in met:
            if rng.random() < depth:
                self._screen(
                    began + timedelta(days=5), police, report_id, person_id, one, situation, signs, province, depth
                )

    def _waiting_reports(self) -> set[UUID]:
        with self.cast.acting("helpline", Role.HOTLINE_OPERATOR) as operator:
            return set(
                Report.objects.filter(office_id=operator.office_id, status="received").values_list("id", flat=True)
            )

    def _said(self, province: str, situation: Situation, people: list[Invented]) -> ReportSaid:
        rng = self.rng
        counts = {"women": 0, "men": 0, "girls": 0, "boys": 0}
        for one in people:
            counts[
                ("girls" if one.age < 18 else "women") if one.sex == "female" else ("boys" if one.age < 18 else "men")
            ] += 1
        return ReportSaid(
            language="km", danger_now=rng.choices(["yes", "no", "unknown"], [15, 55, 30])[0], place=province,
            situations=[situation, rng.choice(list(Situation))], story=rng.choice(STORIES), counts=Counts(**counts),
            persons=[
                PersonSaid(sex=one.sex, minor="yes" if one.age < 18 else "no", nationality=one.nationality, name=one.name)
                for one in people
            ],
            relation=rng.choice(["family", "friend", "neighbour", "self", "duty"]),
        )  # fmt: skip

    def _answer(self, report_id: UUID, officer: object) -> None:
        report = intake_queries.report_for(officer, report_id)  # type: ignore[arg-type]
        if report.mailbox_id is not None:
            intake.answer(report_id=report_id, text="យើងបានទៅដល់កន្លែងនោះហើយ។ អរគុណ (បង្កើតឡើង)។", by=officer)  # type: ignore[arg-type]

    # Screening

    def _screen(
        self, when: datetime, office: str, report_id: UUID, person_id: UUID, one: Invented, situation: Situation, signs: list[str],
        province: str, depth: float,
    ) -> None:  # fmt: skip
        rng = self.rng
        made: list[tuple[UUID, str]] = []

        def interview() -> None:
            with self.cast.acting(office, Role.INVESTIGATOR) as officer:
                row = screening.start(
                    person=PersonAsked(
                        sex=one.sex, years=one.age, nationality=one.nationality, place=province, report_id=report_id,
                        report_person_id=person_id, name=one.name,
                    ), by=officer,
                )  # fmt: skip
                said = GOOD_CONDITIONS if one.age >= 18 else _for_child(GOOD_CONDITIONS)
                screening.record_conditions(screening_id=row.id, said=said, by=officer)
                by_section: dict[str, dict[str, str]] = {}
                for sign in [*signs, "act_recruited", "act_moved", "vul_poverty"]:
                    section = _section_of(sign)
                    by_section.setdefault(section, {})[sign] = "yes"
                for section, answers in by_section.items():
                    screening.answer(screening_id=row.id, section=section, answers=answers, by=officer)
                outcome = rng.choices(["identified", "presumed", "exploited", "no_indication"], [45, 35, 12, 8])[0]
                form = SUGGESTED_FORMS.get(situation, "labour")
                positive = outcome in {"identified", "presumed"}
                palermo = ("child_trafficking" if one.age < 18 else "trafficking") if positive else "not_trafficking"
                screening.conclude(
                    screening_id=row.id, by=officer,
                    decision=Decision(
                        outcome=outcome, palermo=palermo, domestic="trafficking" if positive else "labour", forms=(form,),
                        reason="រឿងបង្កើតឡើង៖ ផ្អែកលើចម្លើយ និងស្ថានភាពនៅកន្លែងកើតហេតុ។",
                    ),
                )  # fmt: skip
                self.count("screenings")
                if positive:
                    to = agencies.offices_by_code([f"posvy-{province}"])[f"posvy-{province}"]
                    screening.pass_on(
                        screening_id=row.id, to_office_id=to.id, sections=["identity"], agreed=True,
                        until=when + timedelta(days=900), by=officer,
                    )  # fmt: skip
                    made.append((row.id, form))

        if self.at(when, interview) and made and rng.random() < 0.9:
            self._case(when + timedelta(days=1), f"posvy-{province}", made[0][0], one, made[0][1], province, depth)

    def group(self, when: datetime, size: int) -> None:
        """A bus of people comes back over the border; each is asked the eight questions."""
        rng = self.rng

        def ask() -> None:
            with self.cast.acting("transit-poipet", Role.SCREENING_OFFICER) as officer:
                group = screening.start_group(expected=size, nationality="KH", place="0110", by=officer)
                screening.record_group_conditions(group_id=group.id, said=GOOD_CONDITIONS, by=officer)
                for _n in range(size):
                    one = invent(rng, nationality="KH", child=rng.random() < 0.12)
                    sign = rng.random() < 0.14
                    answers = dict.fromkeys(FAST, "no")
                    if sign:
                        for code in rng.sample(FAST, rng.randint(1, 4)):
                            answers[code] = "yes"
                    screening.answer_fast(
                        group_id=group.id, by=officer, answers=answers,
                        person=PersonAsked(sex=one.sex, years=one.age, nationality="KH", place="0110"),
                    )  # fmt: skip
                    self.count("screenings")
                screening.end_group(group_id=group.id, by=officer)

        self.at(when, ask)

    # A case

    def _case(
        self, when: datetime, office: str, screening_id: UUID, one: Invented, form: str, province: str, depth: float
    ) -> None:
        rng = self.rng
        child = one.age < 18
        opened: list[UUID] = []

        def open_it() -> None:
            with self.cast.acting(office, Role.CASE_WORKER) as worker:
                case = cases.open_case(
                    source=("screening", screening_id), standing=rng.choice(["presumed", "identified"]), by=worker,
                    person=PersonCoded(
                        sex=one.sex, age_from=one.age, age_to=one.age, nationality=one.nationality, found_in=province,
                        forms=(form,), domestic="trafficking", palermo="child_trafficking" if child else "trafficking",
                        exploited_in=province, language={"VN": "vi", "CN": "zh", "TH": "th"}.get(one.nationality, "km"),
                    ),
                    identity={"name": one.name, "other_names": one.latin if one.latin != one.name else ""},
                    contact={"phone": f"+8551{rng.randint(1000000, 9999999)}"},
                    summary=rng.choice(STORIES),
                )  # fmt: skip
                opened.append(case.id)
                cases.see_to(case_id=case.id, item="urgent_needs", text="", by=worker)
                cases.finish_step(case_id=case.id, step=StepName.IDENTIFICATION, by=worker)
                cases.set_risk(
                    case_id=case.id, risk=rng.choice(["low", "medium", "medium", "high"]), text="", by=worker
                )
                self.count("cases")

        if not self.at(when, open_it):
            return
        self._work(when, office, opened[0], one, child=child, depth=depth)

    def _step(self, office: str, case_id: UUID, step: StepName) -> None:
        with self.cast.acting(office, Role.CASE_WORKER) as worker:
            for item in ITEMS_OF[step]:
                cases.see_to(case_id=case_id, item=item, text="", by=worker)
            row = case_queries.step_of(case_queries.case_for(worker, case_id), step)
            if row.status == StepStatus.NOT_STARTED:
                cases.start_step(case_id=case_id, step=step, by=worker)
            if row.status != StepStatus.DONE:
                cases.finish_step(case_id=case_id, step=step, by=worker)

    def _work(self, began: datetime, office: str, case_id: UUID, one: Invented, *, child: bool, depth: float) -> None:
        """The ten steps, as far as the time that has passed and `depth` allow."""
        rng = self.rng

        def crisis() -> None:
            self._step(office, case_id, StepName.CRISIS)

        def decide() -> None:
            with self.cast.acting(office, Role.CASE_WORKER) as worker:
                cases.record_decision(
                    case_id=case_id, topic="stay", choice="agrees", words=rng.choice(WISHES), language="km", by=worker
                )
                cases.check_right(case_id=case_id, right="information", status="respected", text="", by=worker)

        def refer() -> None:
            self._refer(office, case_id, one)
            self._step(office, case_id, StepName.REFERRAL)

        def admit() -> None:
            if child:
                with self.cast.acting(office, Role.CASE_WORKER) as worker:
                    cases.settle_custody(
                        case_id=case_id, kind="shelter", decided_by="social_affairs", paper="placement", from_on=(began + timedelta(days=4)).date(),
                        until_on=(self.now + timedelta(days=rng.randint(30, 300))).date(), holder="ជម្រក (បង្កើតឡើង)", place="", paper_number="",
                        best_interest="ប្រយោជន៍ល្អបំផុតរបស់កុមារ (បង្កើតឡើង)។", by=worker,
                    )  # fmt: skip
            self._step(office, case_id, StepName.ADMISSION)

        def plan() -> None:
            with self.cast.acting(office, Role.CASE_WORKER) as worker:
                for area in rng.sample(["safety", "health", "school", "family", "income"], 2):
                    goal = cases.add_goal(case_id=case_id, area=area, text="គោលដៅបង្កើតឡើង", by=worker)
                    due = (began + timedelta(days=rng.randint(20, 90))).date()
                    task = cases.add_task(
                        case_id=case_id, goal_id=goal.id, doer="worker", due_on=due, text="កិច្ចការបង្កើតឡើង", by=worker
                    )
                    if rng.random() < 0.5:
                        cases.end_task(case_id=case_id, task_id=task.id, done=True, by=worker)
                cases.answer_plan(
                    case_id=case_id, answer="agreed", words=rng.choice(WISHES), language="km",
                    best_interest="ប្រយោជន៍ល្អបំផុត (បង្កើតឡើង)។" if child else "", by=worker,
                )  # fmt: skip
            self._step(office, case_id, StepName.PLANNING)

        def assess() -> None:
            self._step(office, case_id, StepName.ASSESSMENT)

        home = began + timedelta(days=60)

        def reintegrate() -> None:
            with self.cast.acting(office, Role.CASE_WORKER) as worker:
                visits = cases.reintegrate(case_id=case_id, on=home.date(), by=worker)
            self._step(office, case_id, StepName.REINTEGRATION)
            self.visits[case_id] = [(visit.id, visit.due_on) for visit in visits]

        days = [
            (0.5, crisis, 0.25),
            (1, decide, 0.3),
            (3, refer, 0.35),
            (4, admit, 0.4),
            (10, assess, 0.45),
            (20, plan, 0.5),
            (60, reintegrate, 0.6),
        ]
        for after, do, needs in days:
            if depth < needs or not self.at(began + timedelta(days=after), do):
                return
        for visit_id, due_on in self.visits.pop(case_id):
            day = datetime(due_on.year, due_on.month, due_on.day, 3, tzinfo=UTC)

            def visit(visit_id: UUID = visit_id, day: datetime = day) -> None:
                with self.cast.acting(office, Role.CASE_WORKER) as worker:
                    cases.record_visit(
                        case_id=case_id, visit_id=visit_id, on=day.date(), way="home", safety=rng.choice(["good", "fair"]),
                        occupation="school" if child else "work", health=rng.choice(["good", "fair"]), debt=rng.choice(["yes", "no"]),
                        relations="good", wants_help=rng.choice(["yes", "no"]), retrafficked="no", text="", by=worker,
                    )  # fmt: skip
                    self.count("visits")

            if rng.random() < 0.12 or not self.at(day, visit):
                return
        self._close(office, case_id)

    def _close(self, office: str, case_id: UUID) -> None:
        with travel.on(self.now - timedelta(days=1)):
            self._step(office, case_id, StepName.FOLLOW_UP)
            with self.cast.acting(office, Role.CASE_WORKER) as worker:
                cases.offer_feedback(case_id=case_id, way="given", words="អរគុណ ខ្ញុំមានសុវត្ថិភាព (បង្កើតឡើង)។", by=worker)
            self._step(office, case_id, StepName.FEEDBACK)
            with self.cast.acting(office, Role.CASE_WORKER) as worker:
                for item in ITEMS_OF[StepName.CLOSURE]:
                    cases.see_to(case_id=case_id, item=item, text="", by=worker)
                closure = cases.ask_closure(
                    case_id=case_id, reason="reintegrated", informed=True, explanation="ទៅហើយ (បង្កើតឡើង)", by=worker
                )
            supervisor = office if office.removeprefix("posvy-") in BUSY else "mosvy"
            if supervisor == office and self.rng.random() < 0.7:
                with self.cast.acting(office, Role.SUPERVISOR) as signer:
                    cases.sign_closure(closure_id=closure.id, by=signer)
                self.count("closed")

    # Referrals

    def _refer(self, office: str, case_id: UUID, one: Invented) -> None:
        rng = self.rng
        wanted = [
            ("shelter_long" if one.sex == "female" else "shelter_short", "shelter"),
            ("medical", "health"),
            ("legal", "legal_aid"),
            ("vocational", "education"),
        ]
        for service, purpose in rng.sample(wanted, rng.choice([1, 1, 2])):
            need = Need(
                services=(service,), sex=one.sex, age_from=one.age, age_to=one.age, citizen=one.nationality == "KH"
            )
            with self.cast.acting(office, Role.CASE_WORKER) as worker:
                found = [match for match in directory.search(worker, need) if match.candidate.provider_id]
                if not found:
                    continue
                row = referrals.draft(
                    case_id=case_id,
                    kind=ReferralKind.SERVICE,
                    need=need,
                    urgency=rng.choice([Urgency.URGENT, Urgency.ORDINARY]),
                    by=worker,
                )
                self.count("referrals")
                referrals.choose_provider(referral_id=row.id, provider_id=found[0].candidate.provider_id, by=worker)
                sections = ["identity", "health"] if purpose == "health" else ["identity"]
                referrals.record_decision(
                    referral_id=row.id, accepts_provider=True, sections=[s for s in sections if s in shareable(worker, row)],
                    purpose=SharingPurpose(purpose), until=self.now + timedelta(days=rng.randint(20, 200)),
                    giver=Giver.PERSON if one.age >= 18 else Giver.AD_LITEM, manner=Manner.SPOKEN, language="km", words=rng.choice(WISHES), by=worker,
                )  # fmt: skip
                row = referrals.send(referral_id=row.id, by=worker)
                to_office = row.to_office_id
            if to_office is None or rng.random() < 0.12:
                continue
            code = next((o.code for o in agencies.offices([to_office]).values()), "")
            role = (
                Role.LEGAL_AID_LAWYER
                if code == "lantern"
                else Role.CASE_WORKER
                if code.startswith(("clinic", "palm-training"))
                else Role.SHELTER_WORKER
            )
            with self.cast.acting(code, role) as host:
                if rng.random() < 0.08:
                    referrals.decline(referral_id=row.id, reason=DeclineReason.FULL, by=host)
                    continue
                referrals.accept(referral_id=row.id, by=host)
                referrals.admit(referral_id=row.id, by=host)
                if rng.random() < 0.3:
                    referrals.complete(referral_id=row.id, reason=EndReason.DONE, report="រួចរាល់ (បង្កើតឡើង)។", by=host)


FAST = ["fast_papers", "fast_debt", "fast_promise", "fast_leave", "fast_hurt", "fast_pay", "fast_made", "fast_afraid"]


def _section_of(sign: str) -> str:
    return next(question.section for question in load("full-1").questions if question.code == sign)


def _for_child(said: ConditionsSaid) -> ConditionsSaid:
    return replace(said, guardian="ad_litem", child_setting=True, trained_interviewer=True)
