"""Twelve letters about officials of the demo nation, and how far each has come. Invented, like everybody in them.

Four tell of warnings before visits on the coast: enough to ask a question, too few to answer it. One is about the first
desk itself, and the second one reads it.
"""

import random
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from demo import travel
from demo.cast import Cast
from rumduol.access import database
from rumduol.agencies import queries as agencies
from rumduol.agencies.enums import Role
from rumduol.integrity import actions, queries
from rumduol.integrity.types import About, ComplaintSaid
from rumduol.shared.dates import local

DESK, SECOND = ("integrity", Role.INTEGRITY_OFFICER), ("inspectorate", Role.INTEGRITY_OFFICER)


@dataclass(frozen=True, slots=True)
class Letter:
    """`ago` days; `steps` (status, whom it was referred to) a week or more apart; `answered` is what the desk wrote."""

    office: str
    service: str
    place: str
    conducts: tuple[str, ...]
    ago: int
    story: str
    knowing: str = "unknown"
    steps: tuple[tuple[str, str], ...] = ()
    answered: str = ""
    again: str = ""
    official: str = ""
    contact: str = ""
    fear: str = ""
    measure: str = ""
    desk: tuple[str, Role] = DESK


THANKS = "អរគុណ។ យើងកំពុងពិនិត្យ។ សូមកុំនិយាយជាមួយអ្នកណានៅកន្លែងធ្វើការ (បង្កើតឡើង)។"
LETTERS = (
    Letter("police-18", "police", "18", ("tip_off",), 21,
           "ពេលយើងទៅដល់ ទ្វារបើកចំហ ហើយគ្មានអ្នកណាសោះ។ គេដឹងមុនហើយ (រឿងបង្កើតឡើង)។", "duty",
           fear="បងប្អូនខ្ញុំធ្វើការនៅទីនោះ (បង្កើតឡើង)។", measure="code_only"),
    Letter("police-18", "police", "18", ("tip_off", "bribe"), 64,
           "ម្ចាស់កន្លែងប្រាប់ថា មានគេទូរស័ព្ទមកប្រាប់មុនមួយម៉ោង (រឿងបង្កើតឡើង)។", "saw", (("assessed", ""),), THANKS,
           again="លេខនោះជារបស់អនុប្រធាន (បង្កើតឡើង)។"),
    Letter("police-18", "police", "18", ("tip_off",), 150,
           "They moved everybody in the night before you came (invented).", "near",
           (("assessed", ""), ("referred", "anti_corruption")), THANKS, measure="keep_apart"),
    Letter("police-18", "police", "18", ("tip_off", "takes_part"), 300,
           "គាត់ជាម្ចាស់ភាគហ៊ុននៃសណ្ឋាគារនោះ (រឿងបង្កើតឡើង)។", "colleague",
           (("assessed", ""), ("referred", "prosecutor"), ("prosecuted", "")), THANKS, official="លោក ក (បង្កើតឡើង)",
           contact="012 555 014", fear="ពួកគេស្គាល់ផ្ទះខ្ញុំ (បង្កើតឡើង)។", measure="lawyer"),
    Letter("transit-poipet", "immigration", "01", ("false_papers", "bribe"), 520,
           "គាត់លក់លិខិតឆ្លងដែន ៣០០ ដុល្លារ (រឿងបង្កើតឡើង)។", "saw",
           (("assessed", ""), ("referred", "anti_corruption"), ("prosecuted", ""), ("convicted", "")), THANKS),
    Letter("transit-poipet", "immigration", "01", ("bribe",), 9,
           "Anh ta đòi tiền rồi mới cho qua (chuyện bịa).", "self"),
    Letter("court-12", "justice", "12", ("settled",), 95,
           "គេបង្ខំឱ្យម្តាយទទួលលុយ ហើយដកពាក្យបណ្តឹង (រឿងបង្កើតឡើង)។", "duty",
           (("assessed", ""), ("referred", "inspectorate")), measure="other_place"),
    Letter("embassy-kl", "foreign_affairs", "", ("refused",), 410,
           "ពួកគេប្រាប់ខ្ញុំឱ្យត្រឡប់ទៅថៅកែវិញ (រឿងបង្កើតឡើង)។", "self",
           (("assessed", ""), ("disciplined", "")), THANKS),
    Letter("posvy-08", "social_affairs", "08", ("told",), 180,
           "មានគេប្រាប់គ្រួសារថានាងនៅឯណា (រឿងបង្កើតឡើង)។", "near", (("assessed", ""), ("unfounded", "")), THANKS),
    Letter("labour-12", "labour", "12", ("tip_off",), 33,
           "អធិការប្រាប់រោងចក្រមុនពីរថ្ងៃ (រឿងបង្កើតឡើង)។", "colleague", (("assessed", ""),)),
    Letter("integrity", "integrity", "12", ("told",), 45,
           "លិខិតរបស់ខ្ញុំត្រូវបានគេដឹង (រឿងបង្កើតឡើង)។", "self", desk=SECOND),
    Letter("", "unknown", "", ("violence",), 2,
           "ខ្ញុំមិនដឹងថាគាត់មកពីអង្គភាពណាទេ តែគាត់មានឯកសណ្ឋាន (រឿងបង្កើតឡើង)។", "self"),
)  # fmt: skip


def tell(cast: Cast, now: datetime) -> int:
    """Send them and work on them, each on its days; how many."""
    rng = random.Random("letters")
    for letter in sorted(LETTERS, key=lambda one: -one.ago):
        _tell_one(cast, letter, now - timedelta(days=letter.ago), now, rng)
    return len(LETTERS)


def _about(letter: Letter, came: date) -> About:
    office = agencies.offices_by_code([letter.office]).get(letter.office)
    return About(
        service=letter.service, office_id=str(office.id) if office else "",
        agency_id=str(office.agency_id) if office else "", place=letter.place, month=f"{came:%Y-%m}",
        conducts=letter.conducts,
    )  # fmt: skip


def _tell_one(cast: Cast, letter: Letter, came: datetime, now: datetime, rng: random.Random) -> None:
    with travel.on(came), database.session(None):
        said = ComplaintSaid(
            language="km", about=_about(letter, local(came).date()), official=letter.official, story=letter.story,
            knowing=letter.knowing, contact=letter.contact, fear=letter.fear,
        )  # fmt: skip
        before = _known(cast, letter.desk)
        code = actions.receive_complaint(said=said, seed=rng.randbytes(32)).code
    (complaint_id,) = _known(cast, letter.desk) - before
    moment = came
    for n, (status, referred_to) in enumerate(letter.steps):
        moment += timedelta(days=6 + 40 * n)
        with travel.on(min(moment, now)), cast.acting(*letter.desk) as officer:
            actions.move(complaint_id=complaint_id, to=status, referred_to=referred_to, text="(បង្កើតឡើង)", by=officer)
            if n == 0 and letter.answered:
                actions.answer(complaint_id=complaint_id, text=letter.answered, by=officer)
    with travel.on(min(came + timedelta(days=3), now)), cast.acting(*letter.desk) as officer:
        if letter.measure:
            actions.plan_measure(complaint_id=complaint_id, kind=letter.measure, by=officer)
    if letter.again:
        with travel.on(now - timedelta(days=1)), database.session(None):
            actions.write_letter(ticket=actions.open_letter(code), kind="addition", text=letter.again)


def _known(cast: Cast, desk: tuple[str, Role]) -> set[UUID]:
    with cast.acting(*desk) as officer:
        rows, _more = queries.queue(officer)
        return {row.id for row in rows}
