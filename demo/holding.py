"""Who of the demo nation's suspects is held, and until when: custody, detention before the trial, the sentence.

Drawn by the name of the person alone, so that the rest of the nation stays as it was told before.
"""

import random
from datetime import date, timedelta
from uuid import UUID

from rumduol.access.types import Actor
from rumduol.justice import actions, queries
from rumduol.justice.enums import DetentionKind
from rumduol.shared.dates import PartialDate, local

# Who waits for the trial in prison: few of those who are higher up (the sources tell of bail and of nobody held).
WAITS_IN_PRISON = {"low": 0.62, "helper": 0.55, "manager": 0.4, "organiser": 0.34, "unknown": 0.5}
FORGOTTEN = 0.06  # held beyond the limit, and nobody has noticed yet


def _drawn(name: str, what: str) -> float:
    return random.Random(f"held {what} {name}").random()


def before_trial(*, case_id: UUID, accused: list[tuple[UUID, str, str]], on: date, by: Actor) -> None:
    """On the day of the charge. `accused`: id, name and level of each; whoever is not there is not held."""
    there = {one.id for one in queries.suspects_of(queries.own_case_for(by, case_id)) if not one.at_large}
    for suspect_id, name, level in accused:
        if suspect_id in there and _drawn(name, "before trial") < WAITS_IN_PRISON[level]:
            actions.detain(
                case_id=case_id, suspect_id=suspect_id, kind=DetentionKind.PRETRIAL, since=PartialDate.of(on), by=by
            )


def let_go(*, case_id: UUID, on: date, by: Actor, only: UUID | None = None) -> None:
    """Free whoever is held in this case, or this one, from a day on."""
    for suspect_id in queries.held(queries.own_case_for(by, case_id)):
        if only in {None, suspect_id}:
            actions.release(case_id=case_id, suspect_id=suspect_id, on=PartialDate.of(on), by=by)


def at_the_limit(*, case_id: UUID, names: dict[UUID, str], today: date, by: Actor) -> None:
    """What became of those whose case has not gone on: at the limit the judge lets half of them stay for longer, the others
    go; a few are forgotten."""
    for suspect_id, row in queries.held(queries.own_case_for(by, case_id)).items():
        ends = row.limit_at
        if row.kind != DetentionKind.PRETRIAL or ends is None or _drawn(names[suspect_id], "forgotten") < FORGOTTEN:
            continue
        if local(ends).date() < today and _drawn(names[suspect_id], "longer") < 0.5:
            ends = actions.extend_detention(case_id=case_id, suspect_id=suspect_id, by=by).limit_at
        if ends is not None and local(ends).date() < today:
            let_go(case_id=case_id, on=local(ends).date(), by=by, only=suspect_id)


def custody_ends(*, case_id: UUID, since: date, by: Actor) -> None:
    """Two days after the arrest, as long as police custody may last."""
    let_go(case_id=case_id, on=since + timedelta(days=2), by=by)


def sentenced(*, case_id: UUID, suspect_id: UUID, on: date, by: Actor) -> None:
    actions.detain(case_id=case_id, suspect_id=suspect_id, kind=DetentionKind.SENTENCE, since=PartialDate.of(on), by=by)
