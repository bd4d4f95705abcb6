"""Screenings of the demo nation: full interviews after a report, second looks, and the eight questions for a whole bus."""

from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import UUID

from django.utils import timezone

from demo import casework
from demo.people import Invented, invent
from demo.plan import CaseEnd, Story
from demo.telling import POLICE, Telling
from rumduol.agencies import queries as agencies
from rumduol.agencies.enums import Role
from rumduol.intake.enums import SUGGESTED_FORMS, Situation
from rumduol.screening import actions as screening
from rumduol.screening.questionnaire import load
from rumduol.screening.types import ConditionsSaid, Decision, PersonAsked

FAST = ["fast_papers", "fast_debt", "fast_promise", "fast_leave", "fast_hurt", "fast_pay", "fast_made", "fast_afraid"]
REASON = "រឿងបង្កើតឡើង៖ ផ្អែកលើចម្លើយ និងស្ថានភាពនៅកន្លែងកើតហេតុ។"
GOOD = ConditionsSaid(
    private_place=True, suspects_away=True, interpreter="not_needed", sex_as_preferred=True, support="not_wanted",
    needs_first=True, explained=True, right_to_stop=True, consent=True,
)  # fmt: skip
FOR_CHILD = replace(GOOD, guardian="ad_litem", child_setting=True, trained_interviewer=True)
DOMESTIC = {"trafficking": 70, "sexual_exploitation": 10, "labour": 12, "smuggling": 5, "unknown": 3}


@dataclass(frozen=True, slots=True)
class Tale:
    """What was told of, and which signs an interview brings up."""

    situation: Situation
    signs: tuple[str, ...]
    for_children: bool = False

    @property
    def form(self) -> str:
        return SUGGESTED_FORMS.get(self.situation, "labour")


TALES = [
    Tale(Situation.SCAM, ("kind_scam", "dec_job", "rec_debt")),
    Tale(Situation.SCAM, ("kind_scam", "dec_pay", "rec_documents")),
    Tale(Situation.SEXUAL, ("kind_sex", "dec_job"), for_children=True),
    Tale(Situation.FORCED_WORK, ("kind_labour", "dec_pay", "rec_documents")),
    Tale(Situation.DEBT, ("kind_debt", "rec_debt")),
    Tale(Situation.AT_SEA, ("kind_labour", "rec_confined")),
    Tale(Situation.MARRIAGE, ("dec_marriage",)),
    Tale(Situation.BEGGING, ("kind_beg",), for_children=True),
    Tale(Situation.CHILD_WORK, ("kind_labour",), for_children=True),
    Tale(Situation.HOUSEHOLD, ("kind_home", "dec_conditions"), for_children=True),
]


def screen_all(t: Telling, story: Story, report_id: UUID, met: list[tuple[UUID, Invented]], tale: Tale) -> None:
    """Interview everybody who was found, one after the other; a companion's case is linked with the first."""
    first: list[UUID] = []
    for n, (person_id, one) in enumerate(met):
        end = story.cases[n] if n < len(story.cases) else None
        began = timezone.now() + timedelta(hours=1 + 2 * n)

        def ask(person_id: UUID = person_id, one: Invented = one, end: CaseEnd | None = end) -> None:
            screening_id = _interview(t, story, report_id, person_id, one, tale, positive=end is not None)
            if end is None:
                return
            casework.plan_case(
                t, casework.Opening(f"posvy-{story.province}", screening_id, one, tale.form, story.province), end,
                companions=first, more_help=story.second_referral,
            )  # fmt: skip

        t.later(began, ask)


def _interview(
    t: Telling, story: Story, report_id: UUID, person_id: UUID, one: Invented, tale: Tale, *, positive: bool
) -> UUID:
    police = f"police-{story.province}"
    rng = t.rng
    with t.cast.acting(police, POLICE) as officer:
        row = screening.start(
            person=PersonAsked(
                sex=one.sex, years=one.age, nationality=one.nationality, place=story.province, report_id=report_id,
                report_person_id=person_id, name=one.name,
            ), by=officer,
        )  # fmt: skip
        said = GOOD if one.age >= 18 else FOR_CHILD
        if one.nationality != "KH":
            language = {"VN": "vi", "CN": "zh", "TH": "th"}.get(one.nationality, "en")
            said = replace(said, interpreter="present", interpreter_language=language, interpreter_independent=True)
        screening.record_conditions(screening_id=row.id, said=said, by=officer)
        by_section: dict[str, dict[str, str]] = {}
        for sign in [*tale.signs, "act_recruited", "vul_poverty"] if positive else ["vul_poverty"]:
            by_section.setdefault(_section_of(sign), {})[sign] = "yes"
        for section, answers in by_section.items():
            screening.answer(screening_id=row.id, section=section, answers=answers, by=officer)
        t.count("screenings")
        t.records.add(row.id)
        roll = rng.random()
        if not positive and roll < 0.12:
            return row.id  # still under way
        screening.conclude(
            screening_id=row.id, decision=_decision(t, one, tale, positive=positive or roll < 0.3), by=officer
        )
        if positive or roll < 0.3:
            to = agencies.offices_by_code([f"posvy-{story.province}"])[f"posvy-{story.province}"]
            screening.pass_on(
                screening_id=row.id, to_office_id=to.id, sections=["identity"], agreed=True,
                until=t.now + timedelta(days=rng.randint(60, 400)), by=officer,
            )  # fmt: skip
        elif roll < 0.42:
            screening.request_second_look(
                screening_id=row.id, asked_by=rng.choice(["person", "colleague", "service"]), reason=REASON, by=officer
            )
            t.count("second looks")
            if story.province in ("01", "02", "08", "12", "17", "18") and rng.random() < 0.6:
                t.later(timezone.now() + timedelta(days=2), lambda: _look_again(t, police, row.id, one, tale))
    return row.id


def _decision(t: Telling, one: Invented, tale: Tale, *, positive: bool) -> Decision:
    if positive:
        outcome = t.rng.choices(["identified", "presumed"], [55, 45])[0]
        palermo = "child_trafficking" if one.age < 18 else "trafficking"
        domestic = t.rng.choices(list(DOMESTIC), list(DOMESTIC.values()))[0]
        return Decision(outcome=outcome, palermo=palermo, domestic=domestic, forms=(tale.form,), reason=REASON)
    outcome = t.rng.choices(["exploited", "at_risk", "no_indication", "declined"], [35, 20, 33, 12])[0]
    domestic = "labour" if outcome == "exploited" else "none"
    forms = (tale.form,) if outcome == "exploited" else ()
    return Decision(outcome=outcome, palermo="not_trafficking", domestic=domestic, forms=forms, reason=REASON)


def _look_again(t: Telling, police: str, screening_id: UUID, one: Invented, tale: Tale) -> None:
    """Somebody else of the office decides, and half of the time otherwise."""
    with t.cast.acting(police, Role.SUPERVISOR) as other:
        decision = _decision(t, one, tale, positive=t.rng.random() < 0.5)
        screening.review(screening_id=screening_id, decision=decision, by=other)
    t.count("reviewed")


def _section_of(sign: str) -> str:
    return next(question.section for question in load("full-1").questions if question.code == sign)


def ask_group(t: Telling, size: int) -> None:
    """A bus of people comes back over the border."""
    rng = t.rng
    with t.cast.acting("transit-poipet", Role.SCREENING_OFFICER) as officer:
        group = screening.start_group(expected=size, nationality="KH", place="0110", by=officer)
        screening.record_group_conditions(group_id=group.id, said=FOR_CHILD, by=officer)
        t.records.add(group.id)
        for _n in range(size):
            one = invent(rng, nationality="KH", child=rng.random() < 0.12)
            answers = dict.fromkeys(FAST, "no")
            if rng.random() < 0.14:
                answers |= dict.fromkeys(rng.sample(FAST, rng.randint(1, 4)), "yes")
            screening.answer_fast(
                group_id=group.id, by=officer, answers=answers,
                person=PersonAsked(sex=one.sex, years=one.age, nationality="KH", place="0110"),
            )  # fmt: skip
            t.count("screenings")
        screening.end_group(group_id=group.id, by=officer)
