"""A criminal case for tests, from the inquiry to as far as is asked. People are invented."""

import io
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from rumduol.access.types import Actor
from rumduol.agencies.enums import Role
from rumduol.justice import actions
from rumduol.justice.models import CriminalCase
from rumduol.justice.types import CaseSaid, Sentence, SuspectSaid, VictimSaid
from rumduol.shared.dates import PartialDate, today

INVESTIGATOR = ("police_pp", Role.INVESTIGATOR)
PROSECUTOR = ("court_pp", Role.PROSECUTOR)
CLERK = ("court_pp", Role.COURT_CLERK)
Acting = Callable[[Actor | None], AbstractContextManager[None]]
SAID = CaseSaid(
    place="1201", happened_on=PartialDate(2026, 2), forms=("criminality_scam",), domestic="trafficking", palermo="trafficking",
    article="tipse-12",
)  # fmt: skip
MAN = SuspectSaid(
    sex="male", age=41, nationality="KH", role="recruiter", level="manager", means=("deception",), language="km",
    counsel="appointed", counsel_on=PartialDate(2026, 3),
)  # fmt: skip


def day(text: str) -> PartialDate:
    return PartialDate.from_text(text)


def opened(by: Actor, **more: Any) -> CriminalCase:
    """An inquiry of March 2026."""
    said = {"source": "complaint", "said": SAID, "opened_on": day("2026-03"), "summary": "invented summary"}
    return actions.open_case(by=by, **(said | more))


def suspect(case: CriminalCase, by: Actor, name: str = "សុខ ចាន់ថា", **more: Any) -> Any:
    said = {"said": MAN, "identity": {"name": name}, "contact_on": day("2026-03-10")}
    return actions.add_suspect(case_id=case.id, by=by, **(said | more))


OFFICERS = ("police_psh", Role.INVESTIGATOR)


def _picture() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (12, 9), (30, 90, 60)).save(out, format="JPEG")
    return out.getvalue()


def _filled(w: Any, prefix: str, on: PartialDate) -> Any:
    """An inquiry of the police in which something is written in every place."""
    m, by = w.mark, w.actor(OFFICERS)
    case = actions.open_case(source="own", said=SAID, opened_on=on, summary=m(f"{prefix}.summary"), by=by)
    names = {name: m(f"{prefix}.{name}") for name in ("name", "other_names", "documents", "phone", "registration")}
    man = actions.add_suspect(case_id=case.id, said=MAN, identity=names, contact_on=on, different_person=True, by=by)
    one: dict[str, Any] = {"case_id": case.id, "by": by}
    actions.mark_at_large(suspect_id=man.id, since=on, **one)
    actions.record_search(suspect_id=man.id, where=m(f"{prefix}.searched"), **one)
    actions.add_evidence(
        kind="digital", what=m(f"{prefix}.what"), where=m(f"{prefix}.where"), locator=m(f"{prefix}.locator"),
        custodian=m(f"{prefix}.custodian"), sha256="ab" * 32, illegal_image=True, **one,
    )  # fmt: skip
    upload = SimpleUploadedFile(f"{m(f'{prefix}.file')}.jpg", _picture(), "image/jpeg")
    item = actions.add_evidence(kind="digital", what=m(f"{prefix}.picture"), upload=upload, **one)
    node = actions.add_node(kind="phone", label=m(f"{prefix}.label"), note=m(f"{prefix}.node_note"), **one)
    tied = actions.add_node(kind="suspect", suspect_id=man.id, **one)
    actions.add_tie(first_id=tied.id, second_id=node.id, kind="uses", note=m(f"{prefix}.tie_note"), **one)
    asked = actions.request_cooperation(
        kind="extradition", direction="sent", country="TH", on=on, suspect_id=man.id, text=m(f"{prefix}.asked"), **one
    )
    w.ids |= {f"{prefix}_cooperation": asked.id}
    actions.add_victim(said=VictimSaid(sex="female", child="yes"), name=m(f"{prefix}.victim"), **one)
    return case, man, item


def criminal_cases(w: Any) -> None:
    """One case that the police still have, and one that went to the prosecutor of another province and to trial."""
    m, first = w.mark, PartialDate.of(today())
    police, prosecutor, clerk = w.actor(OFFICERS), w.actor(PROSECUTOR), w.actor(CLERK)
    with w.acting(OFFICERS):
        case, man, item = _filled(w, "criminal", first)
        gone, accused, proof = _filled(w, "charged", first)
        actions.found(case_id=gone.id, suspect_id=accused.id, by=police)
        actions.move(
            case_id=gone.id, to="with_prosecutor", on=first, because="complete", to_office_id=prosecutor.office_id,
            text=m("charged.moved"), by=police,
        )  # fmt: skip
        given = actions.give_evidence(case_id=gone.id, item_id=proof.id, to_person_id=prosecutor.person_id, by=police)
    with w.acting(PROSECUTOR):
        one: dict[str, Any] = {"case_id": gone.id, "by": prosecutor}
        actions.take_evidence(hand_over_id=given.id, intact=True, **one)
        again = actions.give_evidence(item_id=proof.id, to_person_id=clerk.person_id, note=m("charged.given"), **one)
        heavy = actions.charge(
            suspect_id=accused.id, article="tipse-12", on=first, child="yes", elements={"act": m("charged.fact")}, **one
        )
        charge = actions.replace_charge(
            charge_id=heavy.id, article="tipse-12", on=first, child="no", because="victim_adult",
            reason=m("charged.reason") + " and why", **one,
        )  # fmt: skip
        actions.move(to="trial", on=first, **one)
    with w.acting(CLERK):
        actions.record_verdict(
            case_id=gone.id, suspect_id=accused.id, outcome="convicted", on=first, sentence=Sentence("prison", months=12),
            reason=m("charged.court"), by=clerk,
        )  # fmt: skip
    w.ids |= {
        "criminal": case.id, "suspect": man.id, "evidence": item.id, "criminal_charged": gone.id, "charge": charge.id,
        "accused": accused.id, "hand_over": again.id, "proof": proof.id,
    }  # fmt: skip
