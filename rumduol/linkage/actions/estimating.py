"""From overlaps to those whom nobody found: every method beside the others, kept as numbers with their intervals."""

from dataclasses import replace
from typing import Any
from uuid import UUID

import numpy as np
from django.db import transaction
from django.utils.translation import get_language

from rumduol.access.types import Actor
from rumduol.audit import actions as audit
from rumduol.audit.actions import Subject
from rumduol.estimation import latent
from rumduol.estimation.capture import CannotEstimate, CaptureTable
from rumduol.estimation.estimating import METHODS
from rumduol.estimation.estimating import estimate as ask
from rumduol.estimation.report import to_json
from rumduol.estimation.words import REFUSAL, say
from rumduol.linkage import policies, queries
from rumduol.linkage.actions.agreeing import KIND
from rumduol.linkage.enums import LinkageEvent
from rumduol.linkage.models import Estimated
from rumduol.shared.errors import InvalidInput

# While somebody waits: shorter than ./run estimate, whose 1,000 draws and 6,000 sweeps take a quarter of a minute.
DRAWS = 400
SWEEPS = 1000
SEED = 1


class NothingToEstimate(InvalidInput):
    """Fewer than three lists, no overlap, a list inside another without more: the reason in words."""


def estimate(*, round_id: UUID, by: Actor) -> Estimated:
    """Ask every method of the overlaps of a matched round, once. Raises NothingToEstimate with the reason."""
    one = queries.round_for(by, round_id)
    policies.check_can_see_counts(one, by)
    if (there := queries.estimated(one)) is not None:
        return there
    parts = queries.parts_of(one)
    counts = np.zeros(1 << len(parts), np.int64)
    for lists, people in queries.overlaps_of(one).items():
        counts[lists] = people
    letters = tuple(letter_of(part.position) for part in parts)
    try:
        answer = _asked(CaptureTable(letters, counts))
    except CannotEstimate as error:
        lang = "km" if get_language() == "km" else "en"
        raise NothingToEstimate(say(REFUSAL, error.code, lang, detail=error.detail)) from error
    with transaction.atomic():
        made = Estimated(round=one, answer=finite(answer), made_by=by.person_id)
        Estimated.objects.bulk_create([made], ignore_conflicts=True)
        audit.record(LinkageEvent.ESTIMATED, by=by, subject=Subject(KIND, one.id))
    return queries.estimated(one) or made


def _asked(table: CaptureTable) -> dict[str, Any]:
    quick = [name for name in METHODS if name != "latent_class"]
    answer = ask(table, quick, SEED, DRAWS)
    slow = latent.estimate(table, np.random.default_rng(SEED), SWEEPS)
    return to_json(replace(answer, estimates=(*answer.estimates[:3], slow, *answer.estimates[3:])))


def letter_of(position: int) -> str:
    """A list is called by a letter, in tables and models: A, B, C."""
    return chr(ord("A") + position)


def finite(value: Any) -> Any:
    """JSON knows no infinity: None in its place."""
    if isinstance(value, dict):
        return {key: finite(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [finite(each) for each in value]
    if isinstance(value, float | np.floating):
        return float(value) if np.isfinite(value) else None
    if isinstance(value, np.integer):
        return int(value)
    return bool(value) if isinstance(value, np.bool_) else value
