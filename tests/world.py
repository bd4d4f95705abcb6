"""One record of every kind, made through the rooms' own actions by the offices of one province.

What is typed about a person goes through `mark(name)`, so that a test can plant something it will look for later.
"""

import io
import os
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from rumduol.access import actions as access
from rumduol.access import cookie, database
from rumduol.access.types import Actor
from rumduol.agencies.enums import Role
from rumduol.cases import actions as cases
from rumduol.cases.enums import ITEMS_OF, StepName
from rumduol.cases.models import Case, Visit
from rumduol.cases.types import PersonCoded
from rumduol.declared import actions as declared
from rumduol.declared.filing import suggest
from rumduol.directory import actions as directory
from rumduol.directory.models import HelpContact
from rumduol.directory.types import Group, Need
from rumduol.drafts import actions as drafts
from rumduol.facts.types import Period
from rumduol.indicators.catalogue import indicator
from rumduol.intake import actions as intake
from rumduol.intake import codes, locks
from rumduol.intake.models import Report, ReportPerson
from rumduol.intake.types import Counts, PersonSaid, ReportSaid
from rumduol.integrity import actions as integrity
from rumduol.integrity.models import Complaint
from rumduol.integrity.types import About, ComplaintSaid
from rumduol.linkage import actions as linkage
from rumduol.notices.models import Notice
from rumduol.operations import actions as operations
from rumduol.operations.models import Telling
from rumduol.operations.types import Found, Item, Plan, Result, TeamMember, ToTell
from rumduol.reconcile.grids import grid_of
from rumduol.reconcile.tables import table_of
from rumduol.referrals import actions as referrals
from rumduol.referrals.models import Referral
from rumduol.screening import actions as screening
from rumduol.screening.types import Decision, PersonAsked
from rumduol.shared.dates import PartialDate, today
from tests.claims import claims
from tests.criminal import criminal_cases
from tests.hearings import hearings
from tests.integration.screening.people import GIRL_CONDITIONS, GOOD, by_section
from tests.nation import Member, Nation

Mark = Callable[[str], str]
Key = tuple[str, Role]
INVESTIGATOR = ("police_psh", Role.INVESTIGATOR)
INTEGRITY = ("integrity", Role.INTEGRITY_OFFICER)
OFFICER = ("police_psh", Role.SCREENING_OFFICER)
POLICE_BOSS = ("police_psh", Role.SUPERVISOR)
POLICE_ABOVE = ("police_national", Role.SUPERVISOR)
WORKER = ("social_psh", Role.CASE_WORKER)
BOSS = ("social_psh", Role.SUPERVISOR)
HOUSE = ("lotus_shelter", Role.SHELTER_WORKER)
HELPER = ("social_pp", Role.SUPERVISOR)  # breaks the glass of one case
KEEPER = ("social_national", Role.SUPERVISOR)
OPERATOR = ("helpline", Role.HOTLINE_OPERATOR)
# The offices that made or were sent something here; everybody else is a stranger to all of it.
TOUCHED = (
    "social_pp", "helpline", "police_psh", "social_psh", "lotus_shelter", "social_national", "police_national", "integrity",
    "justiceaid", "court_pp",
)  # fmt: skip
GIRL = PersonCoded(
    sex="female", age_from=15, age_to=15, nationality="VN", language="vi", found_in="1801", forms=("criminality_scam",),
    domestic="trafficking", palermo="child_trafficking", exploited_in="1801",
)  # fmt: skip
NEED = Need(services=("shelter_short",), sex="female", age_from=15, age_to=15, language="vi", place="1801")
REPORT = ReportSaid(
    language="vi",
    danger_now="yes",
    place="1801",
    situations=["cannot_leave"],
    counts=Counts(men=1),
    answering="contact",
)


def plain(name: str) -> str:
    """A mark for tests that look for nothing."""
    return f"invented {name}"


@dataclass
class World:
    """Ids of what was made, by kind ("report", "case", "case_closing", "visit", ...)."""

    nation: Nation
    mark: Mark = plain
    ids: dict[str, UUID] = field(default_factory=dict)
    return_codes: list[codes.Code] = field(default_factory=list)

    def again(self) -> "World":
        """The same records, for somebody who adds to the list of what was made."""
        return replace(self, ids=dict(self.ids), return_codes=list(self.return_codes))

    def __getitem__(self, kind: str) -> UUID:
        return self.ids[kind]

    def member(self, key: tuple[str, Role]) -> Member:
        return self.nation.members[key]

    def actor(self, key: tuple[str, Role]) -> Actor:
        return self.nation.members[key].actor

    def acting(self, key: tuple[str, Role] | None) -> AbstractContextManager[None]:
        """A database session of that person; None: of nobody."""
        return database.session(cookie.token_of(self.member(key).secret) if key else None)


def make(nation: Nation, mark: Mark = plain) -> World:
    """The whole world, in the caller's transaction or, outside of one, committed act by act."""
    world = World(nation, mark)
    for build in (
        _reports,
        _screenings,
        _directory,
        _case,
        _closing_case,
        _referral,
        _guards,
        _draft,
        _declared,
        _linkage,
        _letter,
        _operations,
        criminal_cases,
        claims,
        hearings,
    ):
        build(world)
    return world


def picture(text: str = "") -> bytes:
    """A small JPEG; `text` becomes an EXIF description."""
    out = io.BytesIO()
    exif = Image.Exif()
    if text:
        exif[0x010E] = text
    Image.new("RGB", (40, 30), (90, 30, 120)).save(out, format="JPEG", exif=exif)
    return out.getvalue()


def said(mark: Mark, prefix: str, **more: Any) -> ReportSaid:
    """A report whose every typed word is marked."""
    values: dict[str, Any] = {name: getattr(REPORT, name) for name in ReportSaid.__dataclass_fields__} | {
        "place_text": mark(f"{prefix}.place"),
        "story": mark(f"{prefix}.story"),
        "contact": mark(f"{prefix}.contact"),
        "contact_when": mark(f"{prefix}.when"),
        "persons": [PersonSaid(sex="female", minor="yes", nationality="VN", name=mark(f"{prefix}.person"))],
    }
    return ReportSaid(**(values | more))


def _reports(w: World) -> None:
    """One that police wrote down, and one sent without an account, answered, written to again, passed to police."""
    m = w.mark
    by = w.actor(INVESTIGATOR)
    with w.acting(INVESTIGATOR):
        own, _code = intake.record_report(said=said(m, "report"), channel="walk_in", by=by)
        other, _code = intake.record_report(said=said(m, "report2"), channel="walk_in", by=by, with_code=True)
        intake.note(report_id=other.id, text=m("report2.note"), by=by)
        intake.triage(report_id=other.id, urgency="ordinary", forms=["labour"], place="1801", by=by)
        intake.keep(report_id=other.id, by=by)
        intake.answer(report_id=other.id, text=m("report2.answer"), by=by)
        w.ids |= {"report": own.id, "report_other": other.id}
        w.ids["report_person"] = ReportPerson.objects.filter(report=own).values_list("id", flat=True)[0]
        intake.triage(report_id=own.id, urgency="child", forms=["labour"], place="1801", note=m("report.triage"), by=by)
        intake.note(report_id=own.id, text=m("report.note"), by=by)
        intake.keep(report_id=own.id, by=by)
    _web_report(w)


def _web_report(w: World) -> None:
    m = w.mark
    seed = codes.new_seed()
    with w.acting(None):
        received = intake.receive_web_report(said=said(m, "web"), seed=seed)
    w.return_codes.append(received.code)
    with w.acting(None):
        ticket = intake.open_mailbox(received.code)
        intake.write_message(ticket=ticket, kind="addition", text=m("web.addition"))
        locks.hide()  # what the end of the reporter's request does; here the transaction goes on
    operator, police = w.actor(OPERATOR), w.actor(INVESTIGATOR)
    with w.acting(OPERATOR):
        w.ids["web_report"] = Report.objects.filter(channel="web", status="received").latest("number").id
        report_id = w["web_report"]
        intake.triage(
            report_id=report_id, urgency="danger", forms=["criminality_scam"], place="1801", by=operator,
            note=m("web.triage"),
        )  # fmt: skip
        intake.transfer(
            report_id=report_id, to_office_id=police.office_id, reason="competent", note=m("web.transfer"), by=operator
        )
    with w.acting(INVESTIGATOR):
        intake.keep(report_id=report_id, by=police)
        person = ReportPerson.objects.filter(report_id=report_id)[0]
        intake.verify_person(
            report_id=report_id, person_id=person.id, result="found", finding="trafficking", note=m("web.verified"),
            by=police,
        )  # fmt: skip
        intake.answer(report_id=report_id, text=m("web.answer"), by=police)


def _screenings(w: World) -> None:
    """Police screen a girl and pass her on, ask a man (a second look is asked for), and begin with a group."""
    m = w.mark
    by = w.actor(OFFICER)
    with w.acting(OFFICER):
        girl = screening.start(
            person=PersonAsked(sex="female", years=15, nationality="VN", place="1801", name=m("screening.name")), by=by
        )
        screening.record_conditions(
            screening_id=girl.id, said=_without(GIRL_CONDITIONS, "private_place"), reason=m("screening.reason"), by=by
        )
        for section, answers in by_section({"kind_sex": "yes", "act_moved": "yes"}).items():
            screening.answer(screening_id=girl.id, section=section, answers=answers, by=by)
        screening.presume(screening_id=girl.id, reason=m("screening.presumed"), by=by)
        man = screening.start(
            person=PersonAsked(sex="male", years=31, nationality="KH", name=m("screening.man")), by=by
        )
        screening.record_conditions(screening_id=man.id, said=GOOD, by=by)
        decision = Decision(
            outcome="no_indication", palermo="not_trafficking", domestic="none", reason=m("screening.decision")
        )
        screening.conclude(screening_id=man.id, decision=decision, by=by)
        screening.request_second_look(
            screening_id=man.id, asked_by="colleague", reason=m("screening.second_look"), by=by
        )
        group = screening.start_group(expected=2, nationality="KH", place="1801", by=by)
        screening.record_group_conditions(
            group_id=group.id, said=_without(GOOD, "private_place"), reason=m("group.reason"), by=by
        )
        w.ids |= {"screening": girl.id, "screening_looked": man.id, "group": group.id}


def _without(conditions: Any, name: str) -> Any:

    return replace(conditions, **{name: False})


def _directory(w: World) -> None:
    m = w.mark
    by, house = w.actor(KEEPER), w.actor(HOUSE)
    with w.acting(KEEPER):
        provider = directory.register_provider(
            entry={
                "name_km": "ផ្ទះសាកល្បង", "name_en": "Test House", "kind": "shelter", "standing": "ngo", "confidential": True,
                "province": "", "district": "", "serves": ["18", "07", "09"], "active": True,
            }, office_id=house.office_id, telephone="+85512000111", by=by,
        )  # fmt: skip
        directory.record_agreement(
            provider_id=provider.id, reference="MoU", begins_on=today() - timedelta(days=30),
            ends_on=today() + timedelta(days=300), by=by,
        )  # fmt: skip
        directory.record_check(provider_id=provider.id, checked_on=today(), result="met", mend_by=None, by=by)
    with w.acting(HOUSE):
        service = directory.save_service(
            provider_id=provider.id, service_id=None, groups=[Group("female", 0, 30)], by=house,
            values={
                "kind": "shelter_short", "languages": ["vi"], "medical": [], "disability": [], "forms": [], "citizens": True,
                "foreigners": True, "night": True, "residential": True, "capacity": 9, "active": True,
            },
        )  # fmt: skip
        directory.tell_places(provider_id=provider.id, free={service.id: 4}, by=house)
        directory.seal_whereabouts(
            provider_id=provider.id, address=m("house.address"), directions=m("house.directions"),
            telephone=m("house.telephone"), by=house,
        )  # fmt: skip
    w.ids |= {"provider": provider.id, "service": service.id}
    help_id = HelpContact.objects.values_list("id", flat=True).first()
    if help_id:
        w.ids["help"] = help_id


def _open(w: World, prefix: str) -> Case:
    m = w.mark
    return cases.open_case(
        source=("walk_in", None), standing="identified", person=GIRL, by=w.actor(WORKER), summary=m(f"{prefix}.summary"),
        identity={name: m(f"{prefix}.{name}") for name in ("name", "other_names", "birthplace", "documents")} | {"born": "2011-02"},
        contact={name: m(f"{prefix}.{name}") for name in ("phone", "address", "trusted_person", "safe_way")},
    )  # fmt: skip


def _case(w: World) -> None:
    """A girl's case with an entry in every part."""
    m, by = w.mark, w.actor(WORKER)
    with w.acting(WORKER):
        case = _open(w, "case")
        one: Mapping[str, Any] = {"case_id": case.id, "by": by}
        cases.see_to(item="urgent_needs", text=m("case.check"), **one)
        cases.see_to(item="medical", text=m("case.health"), **one)
        cases.see_to(item="legal", text=m("case.legal"), **one)
        cases.set_risk(risk="high", text=m("case.risk"), **one)
        cases.settle_custody(
            kind="shelter", decided_by="social_affairs", paper="placement", from_on=today(),
            until_on=today() + timedelta(days=90), holder=m("case.holder"), place=m("case.place"),
            paper_number=m("case.paper"), best_interest=m("case.best_interest"), **one,
        )  # fmt: skip
        goal = cases.add_goal(area="school", text=m("case.goal"), **one)
        cases.add_task(goal_id=goal.id, doer="worker", due_on=today() + timedelta(days=7), text=m("case.task"), **one)
        cases.skip_step(step=StepName.ASSESSMENT, reason="elsewhere", text=m("case.skipped"), **one)
        cases.add_anonymous_feedback(
            safe="good", heard="good", helped="fair", words=m("feedback.words"), language="km", by=by
        )
        answer = cases.answer_plan(
            answer="agreed", words=m("case.plan_words"), language="vi", best_interest=m("case.plan_best"), **one
        )
        cases.record_decision(topic="stay", choice="agrees", words=m("case.decision"), language="vi", **one)
        cases.check_right(right="information", status="respected", text=m("case.right"), **one)
        cases.raise_alarm(kind="detained", happened_on=PartialDate.of(today()), text=m("case.alarm"), **one)
        cases.add_note(kind="meeting", text=m("case.note"), **one)
        cases.link_person(relation="parent", name=m("case.relative"), note=m("case.relative_note"), **one)
        upload = SimpleUploadedFile(f"{m('case.file_name')}.jpg", picture(m("case.file_content")), "image/jpeg")
        w.ids |= {
            "case": case.id,
            "answer": answer.id,
            "goal": goal.id,
            "file": cases.add_document(upload=upload, **one),
        }


def _closing_case(w: World) -> None:
    """A second case at home again, with visits, waiting for the second signature."""
    m, by = w.mark, w.actor(WORKER)
    with w.acting(WORKER):
        case = _open(w, "closing")
        one: Mapping[str, Any] = {"case_id": case.id, "by": by}
        cases.set_risk(risk="low", text="", **one)
        visits = cases.reintegrate(on=today(), **one)
        cases.record_visit(
            visit_id=visits[0].id, on=today(), way="home", safety="good", occupation="school", health="good", debt="no",
            relations="good", wants_help="no", retrafficked="no", text=m("closing.visit"), **one,
        )  # fmt: skip
        w.ids["visit"] = Visit.objects.filter(case=case).exclude(id=visits[0].id).earliest("due_on").id
        cases.offer_feedback(way="given", words=m("closing.feedback"), **one)
        for item in ITEMS_OF[StepName.CLOSURE]:
            cases.see_to(item=item, text="", **one)
        closure = cases.ask_closure(reason="reintegrated", informed=True, explanation=m("closing.explanation"), **one)
        w.ids |= {"case_closing": case.id, "closure": closure.id}


def refer(w: World, prefix: str, *, case: str = "case", accepted: bool = True) -> Referral:
    """A referral of a case to the shelter, sent and (unless told otherwise) accepted."""
    m, by, house = w.mark, w.actor(WORKER), w.actor(HOUSE)
    with w.acting(WORKER):
        row = referrals.draft(case_id=w[case], kind="service", need=NEED, urgency="urgent", by=by)
        referrals.choose_provider(referral_id=row.id, provider_id=w["provider"], by=by)
        consent = referrals.record_decision(
            referral_id=row.id, accepts_provider=True, sections=["identity", "health"], purpose="shelter", language="vi",
            until=timezone.now() + timedelta(days=60), giver="ad_litem", manner="thumb", words=m(f"{prefix}.words"), by=by,
        )  # fmt: skip
        referrals.write_message(referral_id=row.id, message=m(f"{prefix}.message"), by=by)
        w.ids["consent"] = consent.id
        row = referrals.send(referral_id=row.id, by=by)
    if accepted:
        with w.acting(HOUSE):
            row = referrals.accept(referral_id=row.id, by=house)
    return row


def _referral(w: World) -> None:
    ended = refer(w, "ended")
    with w.acting(HOUSE):
        house = w.actor(HOUSE)
        referrals.admit(referral_id=ended.id, by=house)
        referrals.complete(referral_id=ended.id, reason="done", report=w.mark("referral.report"), by=house)
    taken_back = refer(w, "taken_back")
    with w.acting(WORKER):
        referrals.withdraw_consent(
            consent_id=w["consent"], sections=None, words=w.mark("taken_back.withdrawn"), by=w.actor(WORKER)
        )
    w.ids |= {"referral_ended": ended.id, "referral_taken_back": taken_back.id, "referral": refer(w, "referral").id}
    with w.acting(WORKER):
        by = w.actor(WORKER)
        w.ids["referral_draft"] = referrals.draft(
            case_id=w["case"], kind="service", need=NEED, urgency="urgent", by=by
        ).id


def _guards(w: World) -> None:
    """What the access room keeps: a conflict of interest declared, a notice to somebody."""
    by = w.actor(INVESTIGATOR)
    with w.acting(INVESTIGATOR):
        row = access.declare_conflict(
            kind="report", record_id=w["report_other"], person_id=by.person_id, because="relative", by=by
        )
        w.ids["conflict"] = row.id
    with w.acting(WORKER):
        number = Case.objects.get(id=w["case"]).number
    with w.acting(HELPER):
        w.ids["glass"] = access.break_glass(
            kind="case", number=number, reason="Somebody waits for her at the gate of the house", whereabouts=True,
            by=w.actor(HELPER),
        ).id  # fmt: skip
    with w.acting(BOSS):
        notice = Notice.objects.filter(person_id=w.actor(BOSS).person_id).first()
        if notice:
            w.ids["notice"] = notice.id


def _draft(w: World) -> None:
    """A note on the case that was begun and not sent."""
    with w.acting(WORKER):
        typed = [("kind", "call"), ("text", w.mark("draft.text"))]
        w.ids["draft"] = drafts.keep(
            page=f"/cases/{w['case']}/notes/", form="NoteForm", typed=typed, by=w.actor(WORKER)
        ).id  # fmt: skip


def _operations(w: World) -> None:
    """A draft and an operation that is over, of the police of the province; two readers of it, an expense, a telling."""
    m = w.mark
    hour = timezone.now() + timedelta(hours=20)
    by, boss, above = w.actor(INVESTIGATOR), w.actor(POLICE_BOSS), w.actor(POLICE_ABOVE)

    def plan(prefix: str, *, told: bool = True) -> Plan:
        return Plan(
            hour=hour, place="1801", address=m(f"{prefix}.address"), aim=m(f"{prefix}.aim"),
            team=(TeamMember("lead", m(f"{prefix}.lead")), TeamMember("child", m(f"{prefix}.child"))), reserve=m(f"{prefix}.reserve"),
            people=2, children=True, child_place=m(f"{prefix}.child_place"), languages=m(f"{prefix}.languages"),
            reports=(w["report"],),
            tell=(ToTell(w.actor(WORKER).office_id, hour - timedelta(days=1), m(f"{prefix}.told")),) if told else (),
        )  # fmt: skip

    with w.acting(INVESTIGATOR):
        waits = operations.draft_plan(plan=plan("draft_plan"), by=by)
        w.ids["named"] = operations.name_reader(
            operation_id=waits.id, person_id=boss.person_id, second_id=above.person_id, until=None, by=by
        ).id
    w.ids["operation"] = waits.id
    w.ids["operation_approved"] = bring(w, plan("approved_plan", told=False))
    over, begun = bring(w, plan("plan")), bring(w, plan("begun_plan", told=False))
    with w.acting(INVESTIGATOR):
        w.ids["operation_begun"] = operations.begin(operation_id=begun, by=by).id
        operations.begin(operation_id=over, by=by)
        result = Result(
            outcome="found_people", place="1801", premises="warned", mismatch=m("plan.mismatch"), course=m("plan.course"),
            people=(Found("victim", "female", "adult", "VN", 1), Found("suspect", "male", "adult", "KH", 1)),
            items=(Item("phone", 2, m("plan.item")),),
        )  # fmt: skip
        operations.finish(operation_id=over, result=result, by=by)
        w.ids["operation_over"] = over
        w.ids["expense"] = operations.ask_expense(
            operation_id=over, kind="claim", spent_for="food", riel=40_000, spent_on=today(), by=by
        ).id
        w.ids["telling"] = Telling.objects.get(operation_id=over).id


def bring(w: World, plan: Plan) -> UUID:
    """A plan drafted, its approver named by two people, and approved."""
    by, boss, above = w.actor(INVESTIGATOR), w.actor(POLICE_BOSS), w.actor(POLICE_ABOVE)
    with w.acting(INVESTIGATOR):
        row = operations.draft_plan(plan=plan, by=by)
        reader = operations.name_reader(
            operation_id=row.id, person_id=boss.person_id, second_id=above.person_id, until=None, by=by
        )
    with w.acting(POLICE_ABOVE):
        operations.confirm_reader(reader_id=reader.id, by=above)
    with w.acting(POLICE_BOSS):
        operations.approve(operation_id=row.id, version=1, by=boss)
    return row.id


def declare(w: World, by: Key, indicator_code: str = "victims") -> UUID:
    """A small table that an office counted itself, waiting for the second person."""
    table = table_of(grid_of("t", [("sex", "count"), ("female", 101), ("male", "<5"), ("Total", 104)]))
    meaning = suggest(table, indicator(indicator_code))
    with w.acting(by):
        return declared.declare(
            indicator=indicator_code, period=Period.year(2025), table=table, meaning=meaning, sha256="0" * 64,
            by=w.actor(by),
        ).id  # fmt: skip


def _declared(w: World) -> None:
    w.ids["declaration"] = declare(w, BOSS)


def _linkage(w: World) -> None:
    """A round of matching without names: two offices of the province are asked."""
    coordinator = ("committee", Role.NATIONAL_COORDINATOR)
    lists = [(w.nation.offices["police_psh"], "table"), (w.nation.offices["social_psh"], "cases")]
    with w.acting(coordinator):
        w.ids["round"] = linkage.draft_round(
            purpose="unique", period=Period.year(2025), basis="agreement", lists=lists, dry_run=False,
            by=w.actor(coordinator),
        ).id  # fmt: skip


def _letter(w: World) -> None:
    """A letter about the police of the province: read, assessed, answered, written to again."""
    m, by = w.mark, w.actor(INTEGRITY)
    about = About(
        service="police", agency_id=str(w.nation.agencies["police"]), office_id=str(w.nation.offices["police_psh"]),
        place="18", month="2026-03", conducts=("tip_off",),
    )  # fmt: skip
    told = ComplaintSaid(
        language="km", about=about, official=m("letter.official"), story=m("letter.story"), record=m("letter.record"),
        contact=m("letter.contact"), fear=m("letter.fear"),
    )  # fmt: skip
    with w.acting(None):
        code = integrity.receive_complaint(said=told, seed=os.urandom(32)).code
    with w.acting(INTEGRITY):
        row = Complaint.objects.get()
        integrity.move(complaint_id=row.id, to="assessed", text=m("letter.step"), by=by)
        integrity.answer(complaint_id=row.id, text=m("letter.answer"), by=by)
        w.ids |= {"letter": row.id, "tie": integrity.declare_tie(office_id=w.nation.offices["court_pp"], by=by).id}
    with w.acting(None):
        ticket = integrity.open_letter(code)
        integrity.write_letter(ticket=ticket, kind="addition", text=m("letter.addition"))
    w.return_codes.append(code)
