"""The story, first part: a call for help, the search, and two people who are asked what happened to them."""

from typing import Any

from rumduol.screening.enums import Outcome, Palermo
from rumduol.screening.questionnaire import load
from tests.functional.seats import Seat, Stage
from tests.functional.story_people import ANSWER, CALL, GIRL, INTERVIEWER, KANDAL, MAN, MORE, OPERATOR, POLICE, WOMAN

FULL = load("full-1")
CONDITIONS = {
    "private_place": "True", "suspects_away": "True", "needs_first": "True", "explained": "True", "right_to_stop": "True",
    "sex_as_preferred": "True", "interpreter": "not_needed", "support": "not_wanted", "consent": "True",
}  # fmt: skip
FOR_A_CHILD = {"child_setting": True, "trained_interviewer": True, "guardian": "ad_litem"}


def a_cousin_reports_from_an_old_phone(stage: Stage) -> str:
    """No script, 360 px wide; answers the code."""
    stage.anybody().go(f"/{stage.language}/report/").look("report-start")
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
    police.send({"persons": [third], "to_office": str(stage.site.nation.offices["police_kandal"]), "reason": "moved"})
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
    assert officer.said(Palermo.CHILD_TRAFFICKING.label) in officer.main()
    officer.look("reading").follow("/decide/")
    officer.send(
        {
            "outcome": "identified", "palermo": "child_trafficking", "domestic": "sexual_exploitation",
            "form": "sexual_prostitution",
        }
    )  # fmt: skip
    assert officer.said(Outcome.IDENTIFIED.label) in officer.main()
    assert GIRL not in officer.whole()
    return screening


def the_man_is_no_victim_and_a_second_officer_presumes_him_one(stage: Stage, report: str) -> None:
    officer = stage.seat(*POLICE)
    screening = begin_asking(officer, report, 1, "31", CONDITIONS)
    ask(officer, screening, {"kind_sex": "no", "act_moved": "declined"})
    officer.follow("/decide/").send(
        {
            "outcome": "no_indication",
            "palermo": "not_trafficking",
            "domestic": "none",
            "reason": "គាត់ថា មិនមែនជនរងគ្រោះទេ។",
        }
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
    assert second.said(Outcome.PRESUMED.label) in second.main()


def the_girl_agrees_that_social_affairs_reads_it(stage: Stage, screening: str) -> None:
    """So that nobody asks her all this again."""
    office = str(stage.site.nation.offices["social_psh"])
    stage.seat(*POLICE).go(f"/screening/{screening}/pass-on/").send(
        {"office": office, "sections": ["identity", "interview"], "agreed": True}
    )
