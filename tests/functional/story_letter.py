"""The last chapter: somebody of the bureau tells who warned the house; the desk reads it, and the bureau sees nothing.

Parts of a story told through pages only (tests/functional/seats.py); a longer story may call them one by one.
"""

import re

from rumduol.agencies.enums import Role
from tests.functional.seats import Seat, Stage

WITNESS = ("police_psh", Role.INVESTIGATOR)
CHIEF = ("police_psh", Role.SUPERVISOR)
ABOVE = ("police_national", Role.SUPERVISOR)
DESK = ("integrity", Role.INTEGRITY_OFFICER)
FORWARD = "button[value=next]"
TOLD = "ពួកគេរើចេញហើយ មុនយើងទៅដល់"
FEAR = "គាត់ជាអ្នកចុះហត្ថលេខាលើច្បាប់ឈប់សម្រាករបស់ខ្ញុំ"
HIDDEN = re.compile(r'(<input type="hidden" name="[a-z_]+" value=")[^"]*')


def what_the_bureau_sees(stage: Stage) -> dict[tuple[Role, str], str]:
    """Its lists and its search, page by page, but for the tokens of forms."""
    seen = {}
    for office, role in (WITNESS, CHIEF, ABOVE):
        seat = stage.seat(office, role)
        for path in ("/", "/reports/?state=all", "/operations/", "/criminal/", "/news/", "/drafts/"):
            answer = seat.page.request.get(seat.base + path)
            assert answer.ok, path  # the counts stand in the page's head and in its lists
            seen[role, f"{office} {path}"] = HIDDEN.sub(r"\1", answer.text())
        seen[role, f"{office} search"] = HIDDEN.sub(r"\1", seat.go("/search/").send({"q": TOLD}).main())
    return seen


def a_witness_follows_the_link_at_the_foot(stage: Stage) -> str:
    """From the list of reports, signed in; the page that opens knows nobody. Answers the code."""
    page = stage.seat(*WITNESS).go("/reports/").page
    with page.context.expect_page() as opened:
        page.click("footer a[href$='/letter/']")
    letter = Seat(opened.value, stage.site.url, stage.complaints, stage.seat(*WITNESS).language)
    letter.page.wait_for_load_state()
    letter.look("letter-start")
    member = stage.site.nation.members[WITNESS]
    assert member.username not in letter.whole()
    letter.send({"service": "police", "province": "18"}, button=FORWARD).look("letter-office")
    letter.send({"office": str(stage.site.nation.offices["police_psh"])}, button=FORWARD).look("letter-what")
    letter.send({"conducts": ["tip_off"], "story": TOLD}, button=FORWARD)
    letter.send({"knowing": "colleague", "fear": FEAR}, button=FORWARD).look("letter-check")
    letter.send({}, button="button[value=send]").look("letter-code")
    code = str(letter.page.locator(".code").inner_text())
    letter.page.close()
    return code


def the_desk_reads_and_refers(stage: Stage) -> str:
    """One letter waits; it is opened for a reason, answered, its source protected, and referred. Answers its number."""
    desk = stage.seat(*DESK).go("/letters/").look("letters")
    number = str(desk.page.locator("table th a").first.inner_text())
    desk.page.goto(desk.base + desk.page.locator("table th a").first.get_attribute("href"))  # 428: why today?
    desk.send({"purpose": "law"}).look("letter")
    assert TOLD in desk.whole()
    assert FEAR not in desk.whole()
    desk.follow("/answer/").send({"text": "តើមានអ្នកណាទូរស័ព្ទតាមផ្លូវទេ?"})
    desk.follow("/protect/").send({"kind": "post_kept"})
    desk.follow("/step/").look("letter-step").send({"to": "assessed"})
    desk.follow("/step/").send({"to": "referred", "referred_to": "prosecutor"})
    desk.go("/letters/patterns/").look("patterns")
    desk.go("/letters/accused/").look("accused")
    return number


def the_witness_reads_the_answer_elsewhere(stage: Stage, code: str) -> None:
    """On another telephone, without script."""
    phone = stage.anybody(script=False).go(f"/{stage.language}/letter/answers/")
    phone.send({"return_code": code})
    assert "តើមានអ្នកណាទូរស័ព្ទតាមផ្លូវទេ?" in phone.main()
    assert phone.page.context.cookies() == []


def the_bureau_has_seen_nothing(stage: Stage, before: dict[tuple[Role, str], str], number: str) -> None:
    """The same lists as before the letter; its number finds nothing; the desk's pages are shut."""
    assert what_the_bureau_sees(stage) == before
    chief = stage.seat(*CHIEF)
    assert number not in chief.go("/search/").send({"q": number}).main().replace(f'value="{number}"', "")
    assert all(chief.refused(door) for door in ("/letters/", "/letters/patterns/", "/letters/accused/"))
