"""The story, second part: a girl's case, from the first night to two years after she went home."""

from datetime import timedelta

from rumduol.cases.enums import ITEMS_OF, VISIT_MONTHS, StepName
from rumduol.shared.dates import today
from tests.functional.seats import Seat, Stage
from tests.functional.story_people import (
    GIRL,
    HER_HEALTH,
    HER_SUPERVISOR,
    HER_WORDS,
    HOUSE,
    HOUSE_STANDS,
    MINISTRY,
    POLICE,
    SOCIAL,
)


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
    house.click("main form button")
    house.go(f"/directory/providers/{provider}/whereabouts/").send({"address": HOUSE_STANDS})
    stage.provider = provider


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
        social.click(f"form:has(input[name=item][value={item.value}]) button")
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
    social.click(f"article:has(input[value='{stage.provider}']) button")
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
    assert police.refused(f"/directory/providers/{stage.provider}/whereabouts/")
    for page in ("/", "/news/", "/reports/", "/screening/all/", f"/directory/providers/{stage.provider}/"):
        assert HOUSE_STANDS not in police.go(page).whole()
    stage.seat(*HOUSE).go(f"/directory/providers/{stage.provider}/whereabouts/")


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
