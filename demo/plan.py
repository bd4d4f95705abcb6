"""What happens in the demo nation, decided before anything is told: how many of what, where, when, and how it ends.

Pure: the same seed gives the same plan on every machine, and the tests count it without a database.
"""

import random
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from demo.people import Invented, invent

REPORTS, SCREENINGS, CASES, REFERRALS = 2000, 3000, 800, 900
YEARS = 3
DAYS = YEARS * 365
JOINED = 120  # reports that turn out to be about the same people as another one
BUSES = 40  # groups of people who came back over the border and are asked the eight questions
FIRST = 24  # stories told before the rest, so that every demo account finds some work at once

# Where it happens: the coast, the capital and the border first, and every province at least sometimes.
WEIGHTS = {f"{n:02}": 1 for n in range(1, 26)} | {"18": 19, "12": 15, "01": 13, "08": 9, "02": 7, "17": 7}


class End(StrEnum):
    """How far a report has come today."""

    RECEIVED = "received"
    TRIAGED = "triaged"
    TRANSFERRED = "transferred"
    ASSIGNED = "assigned"
    VERIFYING = "verifying"
    VERIFIED = "verified"
    ANSWERED = "answered"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"
    FORGOTTEN = "forgotten"  # withdrawn, looked at, closed: its story is destroyed


class CaseEnd(StrEnum):
    """The step a case is in today; `closing` waits for the second signature."""

    IDENTIFICATION = "identification"
    CRISIS = "crisis"
    REFERRAL = "referral"
    ADMISSION = "admission"
    ASSESSMENT = "assessment"
    PLANNING = "planning"
    REINTEGRATION = "reintegration"
    FOLLOW_UP = "follow_up"
    FEEDBACK = "feedback"
    CLOSING = "closing"
    CLOSED = "closed"


# How many, and how many days ago it began (least, most). The young ends are recent, some of them late.
REPORT_ENDS: dict[End, tuple[int, tuple[float, float]]] = {
    End.RECEIVED: (40, (0.1, 5)),
    End.TRIAGED: (20, (0.3, 6)),
    End.TRANSFERRED: (36, (0.3, 8)),
    End.ASSIGNED: (30, (1, 12)),
    End.VERIFYING: (44, (2, 25)),
    End.VERIFIED: (60, (8, 60)),
    End.WITHDRAWN: (10, (0.5, 20)),
    End.FORGOTTEN: (30, (15, DAYS)),
}
CASE_ENDS: dict[CaseEnd, tuple[int, tuple[float, float]]] = {
    CaseEnd.IDENTIFICATION: (24, (6, 9)),
    CaseEnd.CRISIS: (30, (7, 11)),
    CaseEnd.REFERRAL: (46, (8, 25)),
    CaseEnd.ADMISSION: (50, (10, 40)),
    CaseEnd.ASSESSMENT: (70, (18, 70)),
    CaseEnd.PLANNING: (80, (30, 140)),
    CaseEnd.REINTEGRATION: (80, (70, 220)),
    CaseEnd.FOLLOW_UP: (190, (100, 800)),
    CaseEnd.FEEDBACK: (40, (840, DAYS)),
    CaseEnd.CLOSING: (40, (170, DAYS)),
    CaseEnd.CLOSED: (150, (170, DAYS)),
}
NO_CASE = 180  # people screened of whom no case came (yet): other outcomes, second looks, work still waiting
PAIRS = 0.3  # of the cases are of two people found together


@dataclass(frozen=True, slots=True)
class Story:
    """One report and everything that follows from it."""

    number: int
    seed: str
    ago: timedelta
    province: str
    end: End
    people: tuple[Invented, ...]
    cases: tuple[CaseEnd, ...] = ()  # of the first people, in this order
    screened: int = 0  # people screened without a case of their own, after those
    duplicates: int = 0  # further reports about the same people
    second_referral: bool = False
    moved: bool = False  # one of them was taken to another province
    bus: int = 0  # people on a bus whose arrival is told with this story


def _when(rng: random.Random, least: float, most: float) -> timedelta:
    """Between the two, more of it recent: reporting has grown over the years."""
    return timedelta(days=least + (most - least) * rng.random() ** 1.3)


def _spread(rng: random.Random, total: int, over: int) -> list[int]:
    """`over` whole numbers around total / over that sum up to `total`."""
    counts = [total // over] * over
    for n in range(total - sum(counts)):
        counts[n] += 1
    for _n in range(over):
        a, b = rng.randrange(over), rng.randrange(over)
        if a == b:
            continue
        step = rng.randint(0, min(9, counts[a] - 1))
        counts[a], counts[b] = counts[a] - step, counts[b] + step
    return counts


def plan(seed: int = 1, *, scale: float = 1.0) -> list[Story]:
    """The whole nation (or `scale` of it, for tests), in the order in which it is told."""
    rng = random.Random(f"nation {seed}")
    drafts: list[dict[str, object]] = []
    for case_end, (count, days) in CASE_ENDS.items():
        left = max(1, round(count * scale))
        while left:
            together = 2 if left > 1 and rng.random() < PAIRS else 1
            left -= together
            drafts.append({"end": None, "cases": (case_end,) * together, "ago": _when(rng, *days)})
    no_case = max(1, round(NO_CASE * scale))
    drafts += [{"end": None, "screened": 1, "ago": _when(rng, 7, DAYS)} for _n in range(no_case)]
    for end, (count, days) in REPORT_ENDS.items():
        drafts += [{"end": end, "ago": _when(rng, *days)} for _n in range(max(1, round(count * scale)))]
    joined = round(JOINED * scale)
    rest = round(REPORTS * scale) - joined - len(drafts)
    drafts += [{"end": None, "ago": _when(rng, 8, DAYS)} for _n in range(max(0, rest))]
    for draft in drafts:
        if draft["end"] is None:
            young = draft["ago"] < timedelta(days=60)  # type: ignore[operator]
            draft["end"] = rng.choice([End.VERIFIED, End.ANSWERED, End.CLOSED]) if young else End.CLOSED
    rng.shuffle(drafts)
    _to_the_front(drafts)
    _extras(drafts, rng, joined, scale)
    return [_story(seed, number, draft) for number, draft in enumerate(drafts, 1)]


def _to_the_front(drafts: list[dict[str, object]]) -> None:
    """One of each kind comes first, in the provinces whose demo accounts are shown."""
    kinds: list[object] = [(case,) for case in CaseEnd] + list(REPORT_ENDS)
    front = []
    for kind in kinds:
        at = next(
            (n for n, d in enumerate(drafts) if d.get("cases") == kind or (not d.get("cases") and d["end"] == kind)),
            None,
        )
        if at is not None:
            front.append(drafts.pop(at))
    for n, draft in enumerate(front):
        draft["province"] = ("18", "18", "08")[n % 3]
    drafts[:0] = front


def _extras(drafts: list[dict[str, object]], rng: random.Random, joined: int, scale: float) -> None:
    """Duplicates, second referrals, people moved away, buses: dealt out to exactly so many stories."""
    finished = [d for d in drafts if d["end"] in {End.VERIFIED, End.ANSWERED, End.CLOSED}]
    for draft in rng.sample(finished, min(joined, len(finished))):
        draft["duplicates"] = 1
    reached = [d for d in drafts if d.get("cases") and d["cases"][0] not in {CaseEnd.IDENTIFICATION, CaseEnd.CRISIS}]  # type: ignore[index]
    cases = sum(len(d["cases"]) for d in reached)  # type: ignore[arg-type, misc]
    more = round(REFERRALS * scale) - cases
    for draft in rng.sample(reached, len(reached)):
        if more >= len(draft["cases"]):  # type: ignore[arg-type]
            draft["second_referral"] = True
            more -= len(draft["cases"])  # type: ignore[arg-type]
    for draft in rng.sample([d for d in finished if not d.get("cases")], max(1, round(40 * scale))):
        draft["moved"] = True
    full = sum(len(d.get("cases", ())) + int(d.get("screened", 0)) for d in drafts)  # type: ignore[arg-type, call-overload]
    buses = max(1, round(BUSES * scale))
    old = [d for d in drafts[FIRST:] if d["ago"] > timedelta(days=1)] or drafts  # type: ignore[operator]
    for draft, size in zip(rng.sample(old, buses), _spread(rng, round(SCREENINGS * scale) - full, buses), strict=True):
        draft["bus"] = size


def _story(seed: int, number: int, draft: dict[str, object]) -> Story:
    name = f"{seed} {number}"
    rng = random.Random(f"people {name}")
    least = len(draft.get("cases", ())) + int(draft.get("screened", 0)) + bool(draft.get("moved"))  # type: ignore[arg-type, call-overload]
    size = max(least, rng.choices([1, 2, 3, 4], [55, 25, 13, 7])[0], 1 + bool(draft.get("moved")))
    province = draft.get("province") or rng.choices(list(WEIGHTS), list(WEIGHTS.values()))[0]
    return Story(
        seed=name, number=number, province=str(province), people=tuple(invent(rng) for _n in range(size)),
        **{key: value for key, value in draft.items() if key != "province"},  # type: ignore[arg-type]
    )  # fmt: skip


def share_out(stories: list[Story], tellers: int) -> list[set[str]]:
    """The provinces of each teller, about equal in work: two seldom wait for the same office."""
    work: dict[str, int] = dict.fromkeys(WEIGHTS, 0)
    for story in stories:
        work[story.province] += 2 + 6 * len(story.cases) + story.screened
    shares: list[set[str]] = [set() for _n in range(tellers)]
    for province in sorted(work, key=lambda code: (-work[code], code)):
        min(shares, key=lambda share: sum(work[code] for code in share)).add(province)
    return shares
