"""Whom and what the suspects of a case are tied to: a company, a place, a telephone, an account. Everything is invented."""

import random
from uuid import UUID

from rumduol.access.types import Actor
from rumduol.justice import actions
from rumduol.justice.enums import NodeKind as N
from rumduol.justice.enums import TieKind as T

INVENTED = "(បង្កើតឡើង)"
THINGS = {
    "company": (N.AGENCY, f"ក្រុមហ៊ុនផ្កាឈូក {INVENTED}"),
    "house": (N.PREMISES, f"ផ្ទះរបងពណ៌ខៀវ {INVENTED}"),
    "phone": (N.PHONE, "+855 00 000 17"),
    "account": (N.ACCOUNT, "000-000-018"),
    "van": (N.VEHICLE, f"ឡានដឹកអ្នកដំណើរ ពណ៌ស {INVENTED}"),
    "cousin": (N.PERSON, f"បងជីដូនមួយ {INVENTED}"),
}
TIES = (
    (0, "company", T.OWNS, True), (0, "account", T.USES, True), (1, 0, T.WORKS_FOR, True), (1, "phone", T.USES, True),
    (1, "house", T.SEEN_AT, False), ("company", "house", T.OWNS, True), (1, "van", T.USES, False), (0, "cousin", T.FAMILY, True),
    ("account", "phone", T.PAYS, False), (2, 1, T.KNOWS, False), (2, "van", T.USES, True),
)  # fmt: skip


def draw(*, case_id: UUID, suspects: list[UUID], by: Actor, rng: random.Random) -> None:
    """The network of a case with at least two suspects, as far as its officers know it."""
    placed: dict[int | str, UUID] = {
        n: actions.add_node(case_id=case_id, kind=N.SUSPECT, suspect_id=one, by=by).id
        for n, one in enumerate(suspects[:3])
    }
    for name in rng.sample(list(THINGS), rng.randint(3, len(THINGS))):
        kind, label = THINGS[name]
        placed[name] = actions.add_node(case_id=case_id, kind=kind, label=label, by=by).id
    for first, second, tie, certain in TIES:
        if first in placed and second in placed:
            actions.add_tie(
                case_id=case_id, first_id=placed[first], second_id=placed[second], kind=tie, certain=certain, by=by
            )
