"""Two reports become an operation that nobody local can see until its hour; nine people are found and asked.

Each chapter answers what the next ones need, so that a later part of the story (charges, supervision, a settlement, the
verdict, compensation, a letter about an official) goes on from `Raid`.
"""

from dataclasses import dataclass, field
from datetime import timedelta

from django.utils import timezone

from rumduol.agencies.enums import Role
from rumduol.screening.questionnaire import CURRENT_FAST, load
from rumduol.shared.dates import local
from tests.conftest import superuser_connection
from tests.functional.seats import Seat, Stage
from tests.functional.story_call import CONDITIONS

LIEUTENANT = ("police_psh", Role.INVESTIGATOR)
CHIEF = ("police_psh", Role.SUPERVISOR)
ABOVE = ("police_national", Role.SUPERVISOR)
INTERVIEWER = ("police_psh", Role.SCREENING_OFFICER)
LOCAL = ("social_psh", Role.CASE_WORKER)
NEIGHBOUR = ("police_kandal", Role.INVESTIGATOR)
DESK = ("integrity", Role.INTEGRITY_OFFICER)
PLACE = "Prey Nub district, Preah Sihanouk province"
GATE = "ទ្វារដែកពណ៌ខៀវ ខាងក្រោយផ្សារ (ប្រឌិត)"
AIM = "នាំមនុស្សប្រាំបួននាក់ចេញដោយសុវត្ថិភាព (ប្រឌិត)"
TOLD = "សូមបញ្ជូនបុគ្គលិកពីរនាក់ទៅសាលាស្រុក (ប្រឌិត)"
SEIZED = "ទូរស័ព្ទខ្មៅក្នុងទូលេខ ៤ (ប្រឌិត)"
VICTIMS, SUSPECTS = 6, 3
NO = {question.code: "no" for question in load(CURRENT_FAST).questions}


@dataclass
class Raid:
    """What the story knows of its operation. `reports` and `operation` are ids, `number` is what people say."""

    reports: list[str] = field(default_factory=list)
    operation: str = ""
    number: str = ""
    group: str = ""

    @property
    def page(self) -> str:
        return f"/operations/{self.operation}/"


def two_people_tell_of_the_same_gate(stage: Stage) -> list[str]:
    """Both calls are written down by the bureau. Answers the reports."""
    police = stage.seat(*LIEUTENANT)
    found = []
    for story in (GATE, AIM):
        police.go("/reports/new/").send(
            {"channel": "phone", "danger_now": "unknown", "story": story, "situations": ["cannot_leave"], "women": "4"},
            button="button[value=save]",
        )
        found.append(police.record())
    return found


def they_become_a_plan(stage: Stage, reports: list[str]) -> Raid:
    """Children are expected; social affairs is told at 04:45 of the day, and before that nobody."""
    police = stage.seat(*LIEUTENANT).go(f"/operations/new/?report={reports[0]}").look_once("plan-form")
    hour = local(timezone.now() + timedelta(days=1))
    police.send(
        {
            "reports": reports, "place": PLACE, "address": GATE, "aim": AIM, "day": f"{hour:%d/%m/%Y}", "clock": "05:00",
            "people": "9", "children": True, "child_place": "ផ្ទះឈូក", "languages": "Tiếng Việt", "team_lead": "អនុសេនីយ៍",
            "team_child": "មន្ត្រីកុមារ", "team_social": "បុគ្គលិកសង្គម", "team_interpreter": "អ្នកបកប្រែ", "team_medical": "វេជ្ជបណ្ឌិត",
            "reserve": "ឡានពីរ", "tell_1": str(stage.site.nation.offices["social_psh"]), "tell_at_1": "04:45", "tell_text_1": TOLD,
        }
    )  # fmt: skip
    raid = Raid(reports, police.record())
    raid.number = police.page.locator("h1 .mono").inner_text()
    assert GATE not in police.whole(), "the plan opens on its own page"
    police.look_once("operation")
    return raid


def two_people_let_the_chief_read_it(stage: Stage, raid: Raid) -> None:
    """The lieutenant names, the department in the capital confirms; before that the chief sees nothing."""
    nation = stage.site.nation
    police = stage.seat(*LIEUTENANT).go(f"{raid.page}readers/")
    person, second = (str(nation.members[key].actor.person_id) for key in (CHIEF, ABOVE))
    police.send({"person": person, "second": second})
    chief = stage.seat(*CHIEF)
    assert chief.refused(raid.page)
    above = stage.seat(*ABOVE).go("/operations/")
    above.click(f"main a[href='{raid.page}']")
    assert raid.number in above.main()
    assert above.refused(f"{raid.page}plan/"), "who signs does not read"
    above.go(raid.page).press("/confirm/")


def the_chief_reads_and_approves(stage: Stage, raid: Raid) -> None:
    chief = stage.seat(*CHIEF).go(raid.page).follow("/plan/").look_once("plan")
    assert GATE in chief.main()
    chief.press("/approve/")
    stage.seat(*LIEUTENANT).go(f"{raid.page}plan/paper/").look_once("paper")


def nobody_local_sees_it(stage: Stage, raid: Raid, *whom: tuple[str, Role]) -> None:
    """Not the office that will be told, not the colleague at the next desk, not the neighbours: no line, no number, no hit."""
    for key in whom:
        somebody = stage.seat(*key)
        for page in ("/", "/operations/"):
            shown = somebody.go(page).whole()
            assert raid.number not in shown, (key, page)
            assert "/operations/told/" not in shown, (key, page)
        assert somebody.refused(raid.page)
        assert somebody.refused(f"{raid.page}plan/")
    somebody = stage.seat(*LOCAL).go("/search/").send({"q": raid.number})
    assert f'href="{raid.page}' not in somebody.whole()


def the_hour_comes(stage: Stage, raid: Raid) -> None:
    """From its hour on the local office has its message, and nothing more."""
    with superuser_connection(stage.site.database, autocommit=True) as clock:
        clock.execute("update operations_telling set tell_at = now() where operation_id = %s", [raid.operation])
    local_office = stage.seat(*LOCAL).go("/operations/")
    local_office.click("main a[href*='/operations/told/']").look_once("told")
    assert TOLD in local_office.main()
    assert raid.number in local_office.main()
    assert GATE not in local_office.whole()
    assert local_office.refused(raid.page)


def nine_people_are_found(stage: Stage, raid: Raid) -> None:
    """Six possible victims, two of them girls, and three suspects; the premises are closed for good."""
    police = stage.seat(*LIEUTENANT).go(raid.page).press("/begin/").follow("/finish/").look_once("result-form")
    police.send(
        {
            "outcome": "found_people", "victim_women": "4", "victim_girls": "2", "victim_nationality": "VN", "suspect_men": str(SUSPECTS),
            "suspect_nationality": "KH", "item_1": "phone", "item_count_1": "11", "item_text_1": SEIZED, "premises": "closed_for_good",
            "mismatch": "របាយការណ៍ថាដប់ពីរនាក់",
        }
    )  # fmt: skip
    colleague = stage.seat(*INTERVIEWER).go(raid.page).look_once("over")
    assert SEIZED in colleague.main()
    assert GATE not in colleague.whole(), "the plan stays with its readers"
    figures = colleague.page.locator("main .figures strong").all_inner_texts()
    assert figures == (["៩", "៦", "៣", "០"] if colleague.language == "km" else ["9", "6", "3", "0"])


def all_nine_are_asked_together(stage: Stage, raid: Raid, *, asked: int) -> str:
    """Suspects too. Whoever shows a sign is asked in full later; they stand together as found together. Answers the group.

    `asked`: how many of the nine before the page of the group is looked at.
    """
    officer = stage.seat(*INTERVIEWER).go(raid.page).press("/screening/")
    raid.group = officer.record()
    officer.follow("/conditions/").send(CONDITIONS)
    signs = dict(NO, **{next(iter(NO)): "yes"})
    for n in range(asked):
        victim = n < VICTIMS
        who = {"sex": "female" if victim else "male", "age_group": "child" if n < 2 else "adult"}
        officer.send(who | {"nationality": "VN" if victim else "KH"} | (signs if victim else NO))
    officer.go(f"/screening/groups/{raid.group}/").look_once("group")
    assert people(officer) == asked
    officer.go(raid.page)
    assert officer.has(f"main a[href$='/screening/groups/{raid.group}/']")
    return raid.group


def people(officer: Seat) -> int:
    return int(officer.page.locator("main ul.rows > li").count())


def only_the_desk_reads_who_knew(stage: Stage, raid: Raid) -> None:
    """One operation is not enough to say anything of anybody, and the desk is told so."""
    desk = stage.seat(*DESK).go("/operations/known-before/").look_once("known-before")
    assert raid.number not in desk.whole()
    assert stage.seat(*CHIEF).refused("/operations/known-before/")
