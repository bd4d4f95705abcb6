"""A criminal case before the court as a part of the world: a hearing with a child witness, an accused under supervision."""

from datetime import datetime, time, timedelta
from typing import Any

from rumduol.courts import actions as courts
from rumduol.courts import queries
from rumduol.courts.tasks import find_missed_days
from rumduol.courts.types import HearingSaid, WitnessSaid
from rumduol.justice import actions as justice
from rumduol.justice.types import CaseSaid, SuspectSaid, VictimSaid
from rumduol.shared.dates import PHNOM_PENH, today
from tests.claims import CLERK, PROSECUTOR


def hour(day: int, at: int) -> datetime:
    """`at` o'clock, `day` days from today."""
    return datetime.combine(today() + timedelta(days=day), time(at), PHNOM_PENH)


def said(accused: Any, day: int = 7, begins: int = 8, **more: Any) -> HearingSaid:
    values: dict[str, Any] = {
        "kind": "trial", "starts_at": hour(day, begins), "ends_at": hour(day, begins + 2), "room": "1", "judge": "KS",
        "accused": tuple(accused),
    }  # fmt: skip
    return HearingSaid(**(values | more))


def court_case(w: Any, prefix: str) -> tuple[Any, Any, Any]:
    """A criminal case that the court has, with an accused and a victim who is a child."""
    by = w.actor(PROSECUTOR)
    with w.acting(PROSECUTOR):
        case = justice.open_case(source="complaint", said=CaseSaid(place="1801", article="tipse-12"), by=by)
        man = justice.add_suspect(
            case_id=case.id, said=SuspectSaid(sex="male", age=41, nationality="KH"), by=by,
            identity={"name": w.mark(f"{prefix}.accused")}, different_person=True,
        )  # fmt: skip
        girl = justice.add_victim(
            case_id=case.id, said=VictimSaid(sex="female", child="yes"), name=w.mark(f"{prefix}.victim"), by=by
        )
    return case, man, girl


def hearings(w: Any) -> None:
    case, man, girl = court_case(w, "court")
    by, police = w.actor(CLERK), w.nation.offices["police_psh"]
    with w.acting(CLERK):
        hearing = courts.set_hearing(
            criminal_case_id=case.id, said=said([man.id], told=(police,), interpreter="vi"), by=by
        )
        witness = courts.add_witness(
            hearing_id=hearing.id, name=w.mark("court.witness"), by=by,
            who=WitnessSaid(
                kind="victim", child=True, sex="female", victim_id=girl.id, planned=("screen", "support_person"),
                lawyer_on=today(),
            ),
        )  # fmt: skip
        supervision = courts.supervise(
            criminal_case_id=case.id, suspect_id=man.id, officer_office_id=police, conditions=["report", "no_victim"],
            every_days=7, started_on=today() - timedelta(days=20), address=w.mark("court.address"),
            words=w.mark("court.conditions"), by=by,
        )  # fmt: skip
    with w.acting(None):
        find_missed_days()  # as in the night: two of the last twenty days were reporting days
    with w.acting(CLERK):
        day, warrant = queries.days_of(supervision)[0], queries.warrants_of(supervision)[0]
    w.ids |= {
        "warrant": warrant.id, "court_case": case.id, "accused": man.id, "court_victim": girl.id, "hearing": hearing.id, "witness": witness.id,
        "supervision": supervision.id, "day": day.id,
    }  # fmt: skip
