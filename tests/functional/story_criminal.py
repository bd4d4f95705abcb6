"""After the raid: a criminal case, who is tied to whom, charges, one who stops coming, three judgments.

Parts of a story told through pages only (tests/functional/seats.py); the night's job runs beside the site, as it does
at midnight.
"""

import os
import subprocess
import sys
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from rumduol.agencies.enums import Role
from rumduol.shared.dates import today
from tests.functional.conftest import ROOT, database_url
from tests.functional.seats import RECORD, Seat, Stage
from tests.functional.story_operation import Raid

LIEUTENANT = ("police_psh", Role.INVESTIGATOR)
NEIGHBOUR = ("police_kandal", Role.INVESTIGATOR)
PROSECUTOR = ("court_pp", Role.PROSECUTOR)
CLERK = ("court_pp", Role.COURT_CLERK)
ORGANISER, COUSIN, DOORKEEPER = "ម៉ៅ ប្រឌិត", "ឈុន ប្រឌិត", "ណុប ប្រឌិត"
POLICEMAN = "មន្ត្រីម្នាក់នៅស្រុក (ប្រឌិត)"
SHORT = "មនុស្សប្រាំបួននាក់ត្រូវបានឃុំក្នុងផ្ទះ (ប្រឌិត)"
FACT = "គាត់ដកហូតលិខិតឆ្លងដែនទាំងអស់ (ប្រឌិត)"
REASON = "តុលាការពន្យល់ហេតុផល (ប្រឌិត)"
ARTICLE = "tipse-12"


@dataclass
class Matter:
    """What the story knows of its criminal case. `suspects` are ids: the organiser, the cousin, the doorkeeper."""

    case: str
    number: str
    suspects: list[str] = field(default_factory=list)
    supervision: str = ""

    @property
    def page(self) -> str:
        return f"/criminal/{self.case}/"


def on(days: int = 0) -> str:
    """A day as people type it, so many days from today."""
    return f"{today() + timedelta(days=days):%d/%m/%Y}"


def the_bureau_opens_a_criminal_case(stage: Stage, raid: Raid) -> Matter:
    """By the link on the operation that is over; three suspects, one of them at large."""
    police = stage.seat(*LIEUTENANT).go(raid.page).follow("/criminal/new/").look_once("criminal-new")
    police.send(
        {"source": "operation", "opened_on": on(), "form": "criminality_scam", "article": ARTICLE, "summary": SHORT}
    )
    matter = Matter(police.record(), police.page.locator("h1 .mono").inner_text())
    for name, level, more in (
        (ORGANISER, "organiser", {"at_large_since": on()}),
        (COUSIN, "manager", {}),
        (DOORKEEPER, "low", {}),
    ):
        police.go(f"{matter.page}suspects/new/")
        police.send({"name": name, "sex": "male", "nationality": "KH", "level": level, "contact_on": on()} | more)
        matter.suspects.append(police.record(1))
    police.look_once("suspect")
    assert SHORT not in police.go(matter.page).whole(), "words open without a reason"
    assert stage.seat(*NEIGHBOUR).refused(matter.page)
    return matter


def one_of_them_is_a_policemans_cousin(stage: Stage, matter: Matter) -> None:
    """Why today, then the network: the policeman is no suspect, and stands on the graph."""
    police = stage.seat(*LIEUTENANT).go(matter.page).send({"purpose": "own_work"})
    assert SHORT in police.main()
    police.go(f"{matter.page}network/").send({"suspect": matter.suspects[1]}, do="node")
    police.send({"kind": "person", "label": POLICEMAN}, do="node")
    ends = [str(one.get_attribute("value")) for one in police.page.locator("select[name=first] option").all()][1:]
    police.send({"first": ends[0], "kind": "family", "second": ends[1]}, do="tie").look_once("network")
    assert POLICEMAN in police.main()
    assert COUSIN in police.main()


def what_the_bureau_takes_out(stage: Stage, matter: Matter) -> str:
    """The network as a table: what leaves the building with the lieutenant's name on it."""
    police = stage.seat(*LIEUTENANT).go(f"{matter.page}network/")
    token = police.page.locator("[name=csrfmiddlewaretoken]").first.input_value()
    table = police.page.request.post(
        f"{police.base}{matter.page}network/csv/",
        form={"csrfmiddlewaretoken": token},
        headers={"Referer": police.page.url},
    )
    assert table.ok
    return str(table.text())


def the_prosecutor_charges(stage: Stage, matter: Matter) -> None:
    """The case goes on with its keys. Each charge stands beside what the law says; where an age is not known, it says so."""
    court = str(stage.site.nation.offices["court_pp"])
    police = stage.seat(*LIEUTENANT).go(f"{matter.page}move/").look_once("move")
    police.send({"to": "with_prosecutor", "because": "complete", "on": on(), "to_office": court})
    assert police.refused(f"{matter.page}suspects/new/")
    prosecutor = stage.seat(*PROSECUTOR).go(f"{matter.page}charges/")
    charge = {"article": ARTICLE, "on": on(), "under_15": "no"}
    prosecutor.send(charge | {"suspect": matter.suspects[0], "child": "yes"}, button="button[value=elements]")
    element = prosecutor.page.locator("[name^=element_]").first.get_attribute("name")
    prosecutor.send({element: FACT})
    prosecutor.send(charge | {"suspect": matter.suspects[1], "child": "yes"})
    prosecutor.send(charge | {"suspect": matter.suspects[2], "child": "unknown"}).look_once("charges")
    assert prosecutor.page.locator("section.card").count() >= len(matter.suspects)
    assert prosecutor.has("section.card .govuk-inset-text"), "no word of the law"


def one_on_supervision_misses_two_days(stage: Stage, matter: Matter) -> None:
    """The night after, officer and prosecutor have news, and a request for a warrant waits to be signed."""
    prosecutor = stage.seat(*PROSECUTOR).go(f"/courts/case/{matter.case}/supervision/").look_once("supervise")
    prosecutor.send(
        {
            "suspect_id": matter.suspects[1], "officer_office_id": str(stage.site.nation.offices["police_psh"]),
            "conditions": ["report", "no_travel"], "every_days": "7", "started_on": on(-16),
        }
    )  # fmt: skip
    matter.supervision = prosecutor.record()
    assert the_night_comes(stage) >= 2
    for key in (LIEUTENANT, PROSECUTOR):
        assert matter.number in stage.seat(*key).go("/news/").main(), key
    police = stage.seat(*LIEUTENANT).go(f"/courts/supervision/{matter.supervision}/")
    assert not police.has("form[action*='/warrant/']"), "the police sign no request"
    assert police.said("It waits for the prosecutor's signature.") in police.main()
    prosecutor.go("/courts/supervision/").click(f"main a[href*='{matter.supervision}']").look_once("supervision")
    prosecutor.press("/sign/")
    assert not prosecutor.has("form[action*='/warrant/']")
    assert prosecutor.said("Request for a warrant") in prosecutor.main()


def the_night_comes(stage: Stage) -> int:
    """The job of the night, in a process of its own. Answers how many days were missed."""
    job = "import django; django.setup(); from rumduol.courts.tasks import find_missed_days; print(find_missed_days())"
    night = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "config.settings.test",
        "DATABASE_URL": database_url(stage.site.database),
    }
    done = subprocess.run([sys.executable, "-c", job], cwd=ROOT, env=night, capture_output=True, text=True, check=True)
    return int(done.stdout)


def the_court_judges_three(stage: Stage, matter: Matter) -> None:
    """The organiser in his absence, the cousin to his face; the doorkeeper, who was locked in with the others, goes free."""
    stage.seat(*PROSECUTOR).go(f"{matter.page}move/").send({"to": "trial", "on": on()})
    clerk = stage.seat(*CLERK)
    prison: dict[str, Any] = {"outcome": "convicted", "on": on(), "penalty": "prison", "reason": REASON}
    for suspect, verdict in zip(
        matter.suspects,
        (prison | {"years": "15", "in_absentia": True}, prison | {"years": "10"}, {"outcome": "acquitted", "on": on()}),
        strict=True,
    ):
        clerk.go(f"{matter.page}verdicts/").send({"suspect": suspect} | verdict)
    clerk.look_once("verdicts").go(f"{matter.page}move/").send({"to": "verdict", "on": on()})
    assert clerk.go(matter.page).main().count(clerk.said("in absentia")) == 1
    police = stage.seat(*LIEUTENANT).go(matter.page)
    assert matter.number in police.main(), "who began it sees how far it is"
    assert ORGANISER not in police.whole()


def the_number_finds_it(stage: Stage, matter: Matter) -> None:
    """For the court and for the bureau; for the neighbours there is no such number."""
    for key, seen in ((CLERK, True), (LIEUTENANT, True), (NEIGHBOUR, False)):
        found: Seat = stage.seat(*key).go("/search/").send({"q": matter.number})
        assert (matter.case in RECORD.findall(found.whole())) is seen, key
