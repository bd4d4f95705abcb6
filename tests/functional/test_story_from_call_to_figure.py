"""From a call for help to a figure: one story through every room, as the people in it live it, in Khmer and in English.

Nothing here is done behind the pages. People sign in with their passwords; the cousin's phone knows no script; two years
pass between the girl's return and the closing of her case. Only what the story finds already there is put there first:
what other offices counted in the same year.
"""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.utils import translation

from rumduol.agencies.enums import Role
from rumduol.cases.enums import ITEMS_OF, VISIT_MONTHS, StepName
from rumduol.screening.enums import Outcome, Palermo
from rumduol.screening.questionnaire import load
from rumduol.shared.dates import today
from rumduol.shared.khmer import to_latin_digits
from tests.conftest import superuser_connection
from tests.functional.conftest import Site
from tests.functional.seats import Seat, Stage

pytestmark = [pytest.mark.browser, pytest.mark.database]

OPERATOR = ("helpline", Role.HOTLINE_OPERATOR)
POLICE = ("police_psh", Role.INVESTIGATOR)
INTERVIEWER = ("police_psh", Role.SCREENING_OFFICER)
KANDAL = ("police_kandal", Role.INVESTIGATOR)
SOCIAL = ("social_psh", Role.CASE_WORKER)
HER_SUPERVISOR = ("social_psh", Role.SUPERVISOR)
MINISTRY = ("social_national", Role.SUPERVISOR)
HOUSE = ("lotus_shelter", Role.SHELTER_WORKER)
COORDINATOR = ("committee", Role.NATIONAL_COORDINATOR)
STATISTICIAN = ("statistics", Role.STATISTICIAN)
APPROVER = ("statistics", Role.RELEASE_APPROVER)

GIRL, MAN, WOMAN = "Nguyễn Thị Tưởng Tượng", "សុខ ប្រឌិត", "Trần Thị Hư Cấu"
NAMES = (GIRL, MAN, WOMAN)
HOUSE_STANDS = "ផ្ទះលេខ ៧៧៧ ផ្លូវស្ងាត់ (ប្រឌិត)"
HER_HEALTH = "ថ្នាំ ៤១២ រាល់ព្រឹក (ប្រឌិត)"
HER_WORDS = "Con muốn học may (hư cấu)"
CALL = "ទីនោះមានទ្វារដែកពណ៌ខៀវ (ប្រឌិត)។"
MORE = "ពួកគេទើបផ្ញើសារថា ត្រូវគេនាំទៅខេត្តកណ្តាល (ប្រឌិត)។"
ANSWER = "យើងបានរកឃើញពីរនាក់ហើយ (ប្រឌិត)។"
FULL = load("full-1")
CONDITIONS = {
    "private_place": "True", "suspects_away": "True", "needs_first": "True", "explained": "True", "right_to_stop": "True",
    "sex_as_preferred": "True", "interpreter": "not_needed", "support": "not_wanted", "consent": "True",
}  # fmt: skip
FOR_A_CHILD = {"child_setting": True, "trained_interviewer": True, "guardian": "ad_litem"}
OTHERS_COUNTED = [
    # sex, age, form, province, people: what the other offices of the country found in the same year
    ("female", "adult", "sexual_prostitution", "12", 64),
    ("female", "adult", "marriage_abroad", "18", 41),
    ("male", "adult", "criminality_scam", "18", 88),
    ("male", "child", "labour_fishing", "18", 29),
]


@pytest.fixture(params=["km", "en"])
def stage(request: pytest.FixtureRequest, own_site: Site, browser: Any) -> Iterator[Stage]:
    others_have_counted(own_site)
    with translation.override(request.param):
        stage = Stage(own_site, browser, request.param)
        yield stage
        stage.close()
    assert stage.complaints == []


def test_from_a_call_to_a_figure(stage: Stage) -> None:
    the_house_is_in_the_directory(stage)
    before = what_the_coordinator_sees(stage)

    code = a_cousin_reports_from_an_old_phone(stage)
    report = the_operator_decides_who_goes(stage)
    the_bureau_goes_there(stage, report)
    the_third_was_moved_to_kandal(stage, report)
    the_bureau_answers(stage, report)
    the_cousin_reads_the_answer_and_adds_a_detail(stage, code)
    the_bureau_reads_the_detail(stage, report)

    girl = the_girl_is_asked_and_identified(stage, report)
    the_man_is_no_victim_and_a_second_officer_presumes_him_one(stage, report)
    the_girl_agrees_that_social_affairs_reads_it(stage, girl)

    case = her_case_is_opened(stage, girl)
    she_is_safe_and_somebody_decides_for_her(stage, case)
    referral = she_goes_to_a_house_that_takes_girls(stage, case)
    the_police_do_not_learn_where(stage, case)
    the_house_reads_no_interview(stage, girl, referral)
    she_takes_her_health_back(stage, case, referral)

    her_plan(stage, case)
    she_goes_back_to_ordinary_life(stage, case, referral)
    five_visits(stage, case)
    what_she_thinks_of_us(stage, case)
    two_people_close_the_case(stage, case)

    after = what_the_coordinator_sees(stage)
    assert after == before + 2  # the girl and the man
    number = two_people_release_the_figure(stage)
    anybody_reads_it(stage, number)


# The directory


def the_house_is_in_the_directory(stage: Stage) -> None:
    """The ministry enters the house; where it stands is sealed by the house itself."""
    ministry = stage.seat(*MINISTRY).go("/directory/providers/new/")
    option = ministry.page.locator("select[name=office] option", has_text="lotus_shelter").get_attribute("value")
    ministry.send(
        {
            "office": option, "name_km": "ផ្ទះឈូក", "name_en": "Lotus House", "standing": "ngo", "confidential": True,
            "serves": ["18", "07", "09"],
        }
    )  # fmt: skip
    ministry.follow("/agreement/").send(
        {"reference": "MoU 1", "begins_on": "01/01/2020", "ends_on": f"31/12/{today().year + 3}"}
    )
    provider = ministry.record()
    house = stage.seat(*HOUSE).go(f"/directory/providers/{provider}/services/new/")
    house.send(
        {
            "kind": "shelter_short", "female": True, "female_from": "10", "female_to": "25", "night": True,
            "residential": True, "languages": ["vi"],
        }
    )  # fmt: skip
    house.follow("/places/")
    house.page.locator("main form input:not([type=hidden])").first.fill("2")
    house._press(house.page.locator("main form button").last)
    house.go(f"/directory/providers/{provider}/whereabouts/").send({"address": HOUSE_STANDS})
    stage.provider = provider  # type: ignore[attr-defined]


# The report


def a_cousin_reports_from_an_old_phone(stage: Stage) -> str:
    """No script, 360 px wide; answers the code."""
    cousin = stage.anybody(script=False).go(f"/{stage.language}/report/")
    forward = "button[value=next]"
    cousin.send({"danger_now": "yes"}, button=forward)
    cousin.send({"province": "18"}, button=forward)
    cousin.send({"place": "1801", "place_text": "អគារមានទ្វារខៀវ"}, button=forward)
    cousin.send({"situations": ["cannot_leave", "sexual"], "story": CALL}, button=forward)
    cousin.send({"men": "1", "women": "1", "girls": "1"}, button="button[value=add]")
    cousin.send({"sex_1": "female"}, button="button[value=add]")
    cousin.send(
        {
            "sex_1": "female", "minor_1": "yes", "nationality_1": "VN", "name_1": GIRL,
            "sex_2": "male", "minor_2": "no", "nationality_2": "KH", "name_2": MAN,
            "sex_3": "female", "minor_3": "no", "nationality_3": "VN", "name_3": WOMAN,
        },
        button=forward,
    )  # fmt: skip
    cousin.send({"relation": "family"}, button=forward)
    cousin.send({}, button="button[value=send]")
    code = str(cousin.page.locator(".code").inner_text())
    assert cousin.page.context.cookies() == []
    return code


def the_operator_decides_who_goes(stage: Stage) -> str:
    """Danger now: the provincial bureau. Answers the report."""
    operator = stage.seat(*OPERATOR).go("/reports/").look("queue")
    operator.click("table a[href^='/reports/']")
    report = operator.record()
    operator.send({"purpose": "own_work"})
    operator.follow("/triage/").look()
    assert operator.page.locator("input[name=urgency][value=danger]").is_checked()
    operator.send({"urgency": "danger", "decision": "send", "to_office": str(stage.site.nation.offices["police_psh"])})
    return report


def the_bureau_goes_there(stage: Stage, report: str) -> None:
    """The report is accepted; two are found."""
    police = stage.seat(*POLICE).go("/reports/").follow(report)
    police.press("/keep/").send({"purpose": "own_work"}).look("report")
    for number in (0, 1):
        found(police, report, number)


def found(police: Seat, report: str, number: int) -> None:
    police.go(f"/reports/{report}/")
    police.click("a[href*='/people/']:not([href$='/new/'])", number)
    police.send({"result": "found", "finding": "trafficking"})


def the_third_was_moved_to_kandal(stage: Stage, report: str) -> None:
    """Her part of the report goes there, with a reason; Kandal accepts."""
    police = stage.seat(*POLICE).go(f"/reports/{report}/transfer-part/").look()
    third = police.page.locator("input[name=persons]").nth(2).get_attribute("value")
    police.send(
        {"persons": [third], "to_office": str(stage.site.nation.offices["police_kandal"]), "reason": "moved"}
    )
    kandal = stage.seat(*KANDAL).go("/reports/")
    kandal.click("table a[href^='/reports/']")
    kandal.press("/keep/").send({"purpose": "own_work"})
    assert WOMAN in kandal.whole()
    assert GIRL not in kandal.whole()
    assert kandal.refused(f"/reports/{report}/")


def the_bureau_answers(stage: Stage, report: str) -> None:
    police = stage.seat(*POLICE).go(f"/reports/{report}/conclude/").send({"finding": "trafficking"})
    police.go(f"/reports/{report}/answer/").send({"text": ANSWER})


def the_cousin_reads_the_answer_and_adds_a_detail(stage: Stage, code: str) -> None:
    cousin = stage.anybody(script=False).go(f"/{stage.language}/report/answers/")
    cousin.send({"return_code": code})
    assert ANSWER in cousin.main()
    cousin.send({"text": MORE}, button="button[value=write]")
    assert MORE in cousin.main()
    assert cousin.page.context.cookies() == []


def the_bureau_reads_the_detail(stage: Stage, report: str) -> None:
    police = stage.seat(*POLICE).go(f"/reports/{report}/")
    assert MORE in police.main()
    police.press("/read/")


# The screening


def begin_asking(officer: Seat, report: str, number: int, years: str, conditions: dict[str, Any]) -> str:
    officer.go(f"/reports/{report}/")
    officer.click("a[href*='/screening/new/']", number)
    officer.send({"years": years, "place_unknown": True})
    screening = officer.record()
    officer.send(conditions)
    return screening


def ask(officer: Seat, screening: str, answers: dict[str, str]) -> None:
    """Walk through the whole interview; what is not in `answers` stays open."""
    officer.go(f"/screening/{screening}/interview/")
    for section in FULL.sections:
        assert officer.page.url.endswith(f"/interview/{section.code}/")
        asked = {question.code for question in FULL.in_section(section.code)}
        officer.send({code: said for code, said in answers.items() if code in asked}, button="button[value=next]")
    assert officer.page.url.endswith("/reading/")


def the_girl_is_asked_and_identified(stage: Stage, report: str) -> str:
    """A child: no means has to be shown."""
    officer = stage.seat(*POLICE)
    screening = begin_asking(officer, report, 0, "15", CONDITIONS | FOR_A_CHILD)
    ask(officer, screening, {"kind_sex": "yes", "act_moved": "yes"})
    assert str(Palermo.CHILD_TRAFFICKING.label) in officer.main()
    officer.look("reading").follow("/decide/")
    officer.send(
        {
            "outcome": "identified", "palermo": "child_trafficking", "domestic": "sexual_exploitation",
            "form": "sexual_prostitution",
        }
    )  # fmt: skip
    assert str(Outcome.IDENTIFIED.label) in officer.main()
    assert GIRL not in officer.whole()
    return screening


def the_man_is_no_victim_and_a_second_officer_presumes_him_one(stage: Stage, report: str) -> None:
    officer = stage.seat(*POLICE)
    screening = begin_asking(officer, report, 1, "31", CONDITIONS)
    ask(officer, screening, {"kind_sex": "no", "act_moved": "declined"})
    officer.follow("/decide/").send(
        {"outcome": "no_indication", "palermo": "not_trafficking", "domestic": "none", "reason": "គាត់ថា មិនមែនជនរងគ្រោះទេ។"}
    )
    officer.follow("/second-look/").send({"asked_by": "colleague"})
    assert officer.refused(f"/screening/{screening}/review/")  # nobody looks twice at their own decision
    second = stage.seat(*INTERVIEWER).go("/screening/second-looks/").follow(f"{screening}/review/").look()
    second.send(
        {
            "outcome": "presumed", "palermo": "trafficking", "domestic": "trafficking", "form": "criminality_scam",
            "reason": "អគារតែមួយ ថៅកែតែមួយ គ្មានលិខិតស្នាមសោះ។",
        }
    )  # fmt: skip
    assert str(Outcome.PRESUMED.label) in second.main()


def the_girl_agrees_that_social_affairs_reads_it(stage: Stage, screening: str) -> None:
    """So that nobody asks her all this again."""
    office = str(stage.site.nation.offices["social_psh"])
    stage.seat(*POLICE).go(f"/screening/{screening}/pass-on/").send(
        {"office": office, "sections": ["identity", "interview"], "agreed": True}
    )


# The case


def her_case_is_opened(stage: Stage, screening: str) -> str:
    """From the news of the screening; what was asked once is not asked again."""
    social = stage.seat(*SOCIAL).go("/news/")
    social.press("/news/")
    assert social.record() == screening
    social.follow("/cases/new/").look()
    assert social.page.locator("input[name=name]").input_value() == GIRL
    social.send(
        {"language": "vi", "age_from": "15", "age_to": "15", "found_in_unknown": True, "exploited_in_unknown": True}
    )
    case = social.record()
    assert GIRL not in social.whole()  # first the purpose, then the name
    social.send({"purpose": "own_work"})
    assert GIRL in social.whole()
    return case


def step_done(social: Seat, case: str, step: StepName, words: dict[str, str] | None = None) -> None:
    """See to every point of a step, then finish it."""
    social.go(f"/cases/{case}/step/{step.value}/")
    if social.has("main input[name=do][value=start]"):
        social.press_do("start")
    for item in ITEMS_OF[step]:
        form = social.page.locator(f"form:has(input[name=item][value={item.value}])")
        form.locator("xpath=ancestor::details/summary").click()
        form.locator("textarea").fill((words or {}).get(item.value, ""))
        social._press(form.locator("button"))
    social.press_do("finish")


def she_is_safe_and_somebody_decides_for_her(stage: Stage, case: str) -> None:
    """The first hours, the risk, and interim custody on paper."""
    social = stage.seat(*SOCIAL)
    step_done(social, case, StepName.IDENTIFICATION)
    social.go(f"/cases/{case}/risk/").send({"risk": "high"})
    step_done(social, case, StepName.CRISIS, {"medical_plan": HER_HEALTH})
    social.go(f"/cases/{case}/custody/").look().send(
        {
            "kind": "shelter", "holder": "ផ្ទះឈូក", "decided_by": "social_affairs", "paper": "placement",
            "paper_number": "12/26", "from_on": f"{today():%d/%m/%Y}", "until_on": f"31/12/{today().year + 1}",
            "best_interest": "មានសុវត្ថិភាព និងមានអ្នកនិយាយភាសារបស់នាង។",
        }
    )  # fmt: skip


def she_goes_to_a_house_that_takes_girls(stage: Stage, case: str) -> str:
    """Need, provider, her decision part by part, what they will see; then the house answers. Answers the referral."""
    social = stage.seat(*SOCIAL).go(f"/referrals/case/{case}/new/")
    social.send({"urgency": "urgent", "service": "shelter_short", "tonight": True})
    referral = social.record()
    social._press(social.page.locator(f"article:has(input[value='{stage.provider}']) button"))  # type: ignore[attr-defined]
    social.look()
    assert not social.has("input[name=sections]:checked")
    social.send(
        {
            "accepts_provider": "yes", "sections": ["identity", "health"], "purpose": "shelter", "giver": "ad_litem",
            "manner": "thumb", "language": "vi", "words": HER_WORDS,
        }
    )  # fmt: skip
    social.look("preview")
    assert GIRL not in social.whole()
    social.send({"message": "ម៉ោង ៨ យប់"})
    house = stage.seat(*HOUSE).go("/referrals/").follow(referral)
    assert GIRL not in house.whole()
    house.press("/accept/").press("/open/identity/")
    assert GIRL in house.whole()
    house.press("/open/health/")
    assert HER_HEALTH in house.whole()
    house.go(f"/referrals/{referral}/").press("/admit/").look()
    step_done(social, case, StepName.REFERRAL)
    step_done(social, case, StepName.ADMISSION)
    social.go(f"/files/{case}/").look("case-file")
    return referral


def the_police_do_not_learn_where(stage: Stage, case: str) -> None:
    """Neither from the directory nor from the case nor from their own report."""
    police = stage.seat(*POLICE)
    for closed in (f"/cases/{case}/", f"/files/{case}/", f"/referrals/case/{case}/", f"/cases/{case}/custody/"):
        assert police.refused(closed), closed
        assert HOUSE_STANDS not in police.whole()
    assert police.refused(f"/directory/providers/{stage.provider}/whereabouts/")  # type: ignore[attr-defined]
    for page in ("/", "/news/", "/reports/", "/screening/all/", f"/directory/providers/{stage.provider}/"):  # type: ignore[attr-defined]
        assert HOUSE_STANDS not in police.go(page).whole()
    assert stage.seat(*HOUSE).go(f"/directory/providers/{stage.provider}/whereabouts/")  # type: ignore[attr-defined]


def the_house_reads_no_interview(stage: Stage, screening: str, referral: str) -> None:
    house = stage.seat(*HOUSE)
    for closed in (f"/screening/{screening}/", f"/screening/{screening}/reading/"):
        assert house.refused(closed), closed
    house.go(f"/referrals/{referral}/")
    assert not house.has("form[action*='/open/interview/']")
    assert not house.has("form[action*='/open/narrative/']")


def she_takes_her_health_back(stage: Stage, case: str, referral: str) -> None:
    """It works at the next click, and the help goes on."""
    house = stage.seat(*HOUSE).go(f"/referrals/{referral}/")
    assert house.has("form[action*='/open/health/']")
    social = stage.seat(*SOCIAL).go(f"/referrals/case/{case}/").look().follow("/consents/")
    social.send({"sections": ["health"]})
    house.press("/open/health/")  # the page was open before she changed her mind
    assert HER_HEALTH not in house.whole()
    house.go(f"/referrals/{referral}/")
    assert not house.has("form[action*='/open/health/']")
    assert house.has("form[action*='/open/identity/']")


def her_plan(stage: Stage, case: str) -> None:
    """What is known of her life, goals and tasks, her own answer, the supervisor's approval."""
    social = stage.seat(*SOCIAL)
    step_done(social, case, StepName.ASSESSMENT)
    social.go(f"/cases/{case}/plan/").send({"area": "school", "text": "រៀនកាត់ដេរ"}, do="goal")
    social.send({"text": "និយាយជាមួយគ្រូ", "doer": "worker", "due_on": f"{today():%d/%m/%Y}"}, do="task")
    social.send({"answer": "agreed", "words": HER_WORDS, "language": "vi", "best_interest": "នាងចង់រៀន។"}, do="answer")
    assert HER_WORDS in social.look().main()
    step_done(social, case, StepName.PLANNING)
    stage.seat(*HER_SUPERVISOR).go("/cases/signatures/").look().press("/signatures/plan/")
    social.go(f"/cases/{case}/plan/").press_do("task_done").press_do("goal_reached")


def she_goes_back_to_ordinary_life(stage: Stage, case: str, referral: str) -> None:
    """The house reports and lets her go; the visits are planned."""
    house = stage.seat(*HOUSE).go(f"/referrals/{referral}/end/")
    house.send({"how": "completed", "reason": "family", "report": "នាងទៅនៅជាមួយមីង (ប្រឌិត)។"})
    social = stage.seat(*SOCIAL).go(f"/referrals/{referral}/")
    social.press("/close/")
    step_done(social, case, StepName.REINTEGRATION)
    social.go(f"/cases/{case}/risk/").send({"risk": "low"})
    social.go(f"/cases/{case}/visits/").send({"on": f"{today():%d/%m/%Y}"})
    assert social.page.locator("a[href*='/visits/']").count() >= len(VISIT_MONTHS)


def five_visits(stage: Stage, case: str) -> None:
    """After 1, 3, 6, 12 and 24 months; each on a day of its own."""
    social = stage.seat(*SOCIAL)
    for months in VISIT_MONTHS:
        stage.years_pass(days=months * 31)
        social.go(f"/cases/{case}/visits/")
        social.click("main .tasks a[href*='/visits/']")
        social.send(
            {
                "on": the_day(months * 31), "way": "home", "safety": "good", "occupation": "school", "health": "good",
                "debt": "no", "relations": "good", "wants_help": "no", "retrafficked": "no",
            },
            do="visit",
        )  # fmt: skip
    assert not social.has("main .tasks a[href*='/visits/']")
    social.look()
    step_done(social, case, StepName.FOLLOW_UP)


def the_day(days: int) -> str:
    return f"{today() + timedelta(days=days):%d/%m/%Y}"


def what_she_thinks_of_us(stage: Stage, case: str) -> None:
    social = stage.seat(*SOCIAL).go(f"/cases/{case}/feedback/")
    social.send({"way": "given", "words": HER_WORDS})
    step_done(social, case, StepName.FEEDBACK)


def two_people_close_the_case(stage: Stage, case: str) -> None:
    social = stage.seat(*SOCIAL).go(f"/cases/{case}/closure/").look()
    social.send({"reason": "reintegrated", "informed": True}, do="ask")
    supervisor = stage.seat(*HER_SUPERVISOR).go("/cases/signatures/").press("/sign/")
    assert GIRL not in supervisor.whole()
    social.go(f"/cases/{case}/notes/")
    assert not social.has("textarea[name=text]")  # closed: nothing more is written


# The figure


def what_the_coordinator_sees(stage: Stage) -> int:
    """Victims of the year, in all; and no name."""
    coordinator = stage.seat(*COORDINATOR).go(f"/figures/?indicator=victims&period={today().year}&breakdowns=sex")
    coordinator.look()
    assert not any(name in coordinator.whole() for name in NAMES)
    total = coordinator.page.locator("main p > strong").first.inner_text()
    return int("".join(digit for digit in to_latin_digits(total) if digit.isdigit()))


def two_people_release_the_figure(stage: Stage) -> str:
    """A draft hides the small cells; whoever drafted does not publish. Answers the release's number."""
    draft = stage.seat(*STATISTICIAN).go("/releases/new/")
    draft.send({"indicator": "victims", "period": str(today().year), "breakdowns": ["sex", "age"]})
    assert draft.has("td.hidden-cell")
    draft.look()
    release = draft.record()
    draft.press("/send/")
    assert not draft.has("form[action*='/publish/']")
    approver = stage.seat(*APPROVER).go(f"/releases/{release}/").press("/publish/")
    assert not any(name in approver.whole() for name in NAMES)
    public = approver.page.locator(f"a[href*='/{stage.language}/figures/']").first.get_attribute("href")
    return str(public).rstrip("/").rsplit("/", 1)[1]


def anybody_reads_it(stage: Stage, number: str) -> None:
    """In Khmer and in English, without an account, without script."""
    for language in ("km", "en"):
        reader = stage.anybody(script=False).go(f"/{language}/figures/").follow(f"/figures/{number}/")
        assert reader.page.locator("html").get_attribute("lang") == language
        hidden = reader.page.locator("td.hidden-cell")
        assert hidden.count() > 0
        assert {cell.inner_text().strip() for cell in hidden.all()} == {"s"}
        assert not any(name in reader.whole() for name in NAMES)
        assert reader.page.context.cookies() == []
    stage.anybody().go(f"/{stage.language}/figures/{number}/").look("release")


def others_have_counted(site: Site) -> None:
    """Facts of the same year, as other offices' rooms would have written them."""
    with superuser_connection(site.database, autocommit=True) as root, root.cursor() as cursor:
        for sex, age, form, place, people in OTHERS_COUNTED:
            cursor.execute(
                "insert into facts_fact (id, kind, unit_key, happened_on, recorded_on, place, sex, age_band, nationality,"
                " form, domestic, palermo, outcome, agency_kind, agency_province, count, extra)"
                " values (%s, 'victim', %s, %s, %s, %s, %s, %s, 'KH', %s, 'trafficking', 'trafficking',"
                " 'identified', 'police', '', %s, '{}')",
                [uuid4(), uuid4().bytes * 2, f"{today().year}-01", today(), place, sex, age, form, people],
            )  # fmt: skip
