"""Four offices count their people without names: told through pages only, with the people that the demo plants.

Parts of a story (tests/functional/seats.py); a longer story may call them one by one.
"""

import random
import time

from demo.matching import LISTS, Truth, Written, plant
from rumduol.agencies.enums import Role
from rumduol.linkage.enums import DeclineReason, Ending
from rumduol.shared.dates import today
from rumduol.shared.khmer import to_khmer_digits
from tests.functional.seats import Seat, Stage

COORDINATOR, APPROVER = ("committee", Role.NATIONAL_COORDINATOR), ("statistics", Role.RELEASE_APPROVER)
STATISTICIAN = ("statistics", Role.STATISTICIAN)
OFFICES = (
    ("police_psh", Role.SUPERVISOR), ("social_psh", Role.SUPERVISOR), ("lotus_shelter", Role.SUPERVISOR),
    ("consulate_bkk", Role.CONSULAR_OFFICER),
)  # fmt: skip
UNWILLING = ("social_kandal", Role.SUPERVISOR)


def planted() -> tuple[list[list[Written]], Truth]:
    """What stands on the four offices' spreadsheets, and the truth about it."""
    written, truth = plant(random.Random("matching"))
    return [written[part] for part in LISTS], truth


def spreadsheet(rows: list[Written]) -> bytes:
    """As the office keeps it; here the district stands as its number."""
    lines = [f"{number},{row.name},{row.born},{row.sex},{row.place}" for number, row in enumerate(rows, start=1)]
    return "\n".join(["id,name,date_of_birth,sex,place", *lines]).encode()


def said(seat: Seat, number: int) -> str:
    return to_khmer_digits(str(number)) if seat.language == "km" else str(number)


def the_coordinator_opens_a_round(stage: Stage) -> str:
    """Answers the address of the round."""
    seat = stage.seat(*COORDINATOR).go("/linkage/").follow("/linkage/new/").look_once("matching-new")
    answers = {"purpose": "hidden", "period": str(today().year), "basis": "agreement"}
    for number, (office, _role) in enumerate((*OFFICES, UNWILLING)):
        answers |= {f"office_{number}": str(stage.site.nation.offices[office]), f"kind_{number}": "table"}
    seat.send(answers).look_once("matching-drafted")
    return f"/linkage/{seat.record()}/"


def the_offices_agree(stage: Stage, at: str) -> None:
    """Each finds it among its news, and adds its part of the secret."""
    for office in OFFICES:
        stage.seat(*office).go("/linkage/").follow(at).press("/agree/")


def an_office_declines(stage: Stage, at: str) -> None:
    """With its reason; the round goes on without it."""
    seat = stage.seat(*UNWILLING).go("/linkage/").follow(at).look_once("matching-asked")
    seat.send({"reason": "fear"}).look_once("matching-declined")
    assert seat.said(DeclineReason.FEAR.label) in seat.main()
    assert not seat.has("main form[action$='/agree/']")


def the_offices_encode(stage: Stage, at: str, lists: list[list[Written]]) -> None:
    for office, rows in zip(OFFICES, lists, strict=True):
        seat = stage.seat(*office).go(at).follow("/encode/").look_once("matching-encode")
        file = {"name": "list.csv", "mimeType": "text/csv", "buffer": spreadsheet(rows)}
        seat.page.set_input_files("input[name=file]", file)
        seat.click("main form[enctype] button[type=submit]")
        if seat.page.url.endswith("/progress/"):
            _wait_until_done(seat)
            seat.go(at)
        assert said(seat, len(rows)) in seat.main()
        assert not seat.has("main a[href$='/encode/']")


def _wait_until_done(seat: Seat) -> None:
    """The page looks again by itself; here somebody presses the link, as without a script."""
    seat.look_once("matching-progress")
    for _look in range(60):
        if seat.said(Ending.DONE.label) in seat.main():
            return
        time.sleep(1)
        seat.go(seat.page.url.removeprefix(seat.base))
    raise AssertionError(seat.main())


def the_coordinator_matches(stage: Stage, at: str, truth: Truth) -> int:
    """Lines and different people stand beside each other. Answers how many different people were found."""
    seat = stage.seat(*COORDINATOR).go(at).press("/match/").look_once("matching-matched")
    found = seat.page.locator("main dl strong").first.inner_text()
    different = int("".join(digit for digit in found if digit.isdigit()))
    assert abs(different - truth.listed) <= 0.06 * truth.listed
    return different


def the_offices_look_at_their_own_pairs(stage: Stage, at: str) -> int:
    """Those whose list has any; answers how many had."""
    looked = 0
    for office in OFFICES:
        seat = stage.seat(*office).go(at)
        if seat.has("main a[href$='/review/']"):
            seat.follow("/review/").look_once("matching-review")
            radios = seat.page.locator("main input[type=radio][value=different]")
            for number in range(radios.count()):
                radios.nth(number).check()
            seat.click("main form button[type=submit]")
            looked += 1
    return looked


def a_second_person_approves(stage: Stage, at: str) -> None:
    stage.seat(*COORDINATOR).go(at).press("/end-review/")
    stage.seat(*APPROVER).go(at).press("/approve/").look_once("matching-approved")


def the_methods_answer_side_by_side(stage: Stage, at: str) -> str:
    """A picture and a table; answers what the page says."""
    seat = stage.seat(*COORDINATOR).go(at).follow("/estimate/")
    seat.page.locator("main form button").first.click()
    seat.page.wait_for_selector("main svg")
    seat.page.wait_for_load_state()
    seat.look_once("matching-estimate")
    assert seat.page.locator("main svg circle").count() >= 4
    return seat.main()


def the_statistician_releases_both_numbers(stage: Stage, at: str, lists: list[list[Written]], found: int) -> str:
    """Into a draft, past the second person, onto a public page that needs no script. Answers what that says."""
    number = stage.seat(*STATISTICIAN).go(at).page.locator("main h1").inner_text().split(" ")[0]
    seat = stage.seat(*STATISTICIAN).go("/releases/new/")
    seat.send(
        {"indicator": "victims", "period": str(today().year), "breakdowns": ["sex"], "matched_by": number},
        button="button[type=submit]",
    ).look_once("matching-draft")
    rows = sum(map(len, lists))
    for said_here in (rows, found, rows - found):
        assert said(seat, said_here) in seat.main()
    assert seat.page.locator("main svg circle").count() >= 4
    here = seat.page.url.removeprefix(seat.base)
    seat.press("/send/")
    second = stage.seat(*APPROVER).go(here).press("/publish/")
    public = second.page.locator("main a[href*='/figures/']").first.get_attribute("href")
    stage.anybody().go(str(public)).look_once("matching-released")
    anybody = stage.anybody(script=False).go(str(public))
    assert number in anybody.main()
    for said_here in (rows, found, rows - found):
        assert said(anybody, said_here) in anybody.main()
    return anybody.main()
