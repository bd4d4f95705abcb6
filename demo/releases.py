"""Figures of the demo nation on their way to the public: the years before published, one to be checked, one drafted."""

from demo.cast import Cast
from rumduol.agencies.enums import Role
from rumduol.facts.types import Period
from rumduol.indicators import linkage
from rumduol.indicators.queries import indicator
from rumduol.release import actions as release
from rumduol.release import queries
from rumduol.shared.dates import today
from rumduol.shared.errors import InvalidInput

OFFICE = "nis"
FIGURES = ("requests", "victims")


def publish_years(cast: Cast) -> int:
    """Publish each figure for the last two whole years; leave the year before them with the second person and as a
    draft. What is there already stays; a table that nothing protects is left out. Answers how many were made.
    """
    made = 0
    year = today().year
    for back, last_step in ((2, "publish"), (1, "publish"), (3, "check")):
        for code in FIGURES[: 1 if last_step == "check" else None]:
            made += _one(cast, code, Period.year(year - back), last_step)
    made += _one(cast, FIGURES[1], Period.year(year - 3), "draft")
    return made + _one(cast, FIGURES[1], Period.year(year), "check", with_round=True)


def _one(cast: Cast, code: str, period: Period, last_step: str, *, with_round: bool = False) -> int:
    """`with_round`: how many different people there are stands beside the sum, by the newest round of the period."""
    breakdowns = list(indicator(code).usual)
    with cast.acting(OFFICE, Role.STATISTICIAN) as statistician:
        drafts, others = queries.desk(statistician)
        if any(one.indicator == code and one.period == str(period) for one in (*drafts, *others)):
            return 0
        try:
            rounds = linkage.rounds(period) if with_round else []
            draft = release.draft_release(
                indicator=code, period=period, breakdowns=breakdowns, matched_by=rounds[0].number if rounds else "",
                by=statistician,
            )  # fmt: skip
        except InvalidInput:  # nothing protects this table
            return 0
        if last_step == "draft":
            return 1
        release.send_to_check(release_id=draft.id, by=statistician)
    if last_step == "publish":
        with cast.acting(OFFICE, Role.RELEASE_APPROVER) as approver:
            release.publish(release_id=draft.id, by=approver)
    return 1
