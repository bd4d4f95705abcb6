"""Making a release: one person drafts, another publishes; what is public stays as it is."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from rumduol.access.types import Actor
from rumduol.facts.types import Period
from rumduol.indicators import queries as indicators
from rumduol.indicators.catalogue import Measure
from rumduol.indicators.types import Table
from rumduol.places.population import population
from rumduol.release import life, policies, queries
from rumduol.release.adding import check_adds_up
from rumduol.release.counting import (
    Counted,
    NothingProtects,
    OneWayOnly,
    PeriodIsCut,
    TooLittleLeft,
    better_tables,
    counted,
    protected,
)
from rumduol.release.disclosure.coarser import TOO_LITTLE
from rumduol.release.documents import packed, sha256_of, to_content, unpacked
from rumduol.release.enums import ReleaseEvent, ReleaseStatus, ReturnReason, RevisionReason
from rumduol.release.models import Release, Working
from rumduol.release.people import CannotBeBeside, exact_parts, shown_parts, stored
from rumduol.release.people import protected as protected_people
from rumduol.release.types import SUPPRESSED, Earlier, ReleasedTable
from rumduol.shared.errors import InvalidInput, WrongState

__all__ = [
    "NothingProtects", "OneWayOnly", "PeriodIsCut", "TooLittleLeft", "counted", "draft_release", "drop", "publish",
    "recount", "return_release", "send_to_check",
]  # fmt: skip


class CountAgain(WrongState):
    default = _("Another release of this figure came in between. Return this one and count it again.")


def draft_release(
    *,
    indicator: str,
    period: Period,
    breakdowns: Sequence[str],
    reason: RevisionReason | str = "",
    round_to: int = 0,
    matched_by: str = "",
    even_if_little: bool = True,
    by: Actor,
) -> Release:
    """Count and keep a draft. Where the same table is public already, this becomes its revision and needs a reason.

    `round_to` 3 or 5: every number becomes a multiple of it and none is hidden. `matched_by`: the number of an approved
    round of matching without names; how many different people there are then stands beside the table. Unless `even_if_little`, raises
    TooLittleLeft with better tables when under a half of the numbers could be shown.
    """
    policies.check_can_draft(by)
    with transaction.atomic():
        result = counted(
            indicator=indicator, period=period, breakdowns=breakdowns, round_to=round_to, matched_by=matched_by
        )
        if not even_if_little and result.percent_shown < 100 * TOO_LITTLE:
            amounts = indicators.indicator(indicator).measure == Measure.AMOUNT
            raise TooLittleLeft(result.percent_shown, [] if amounts else better_tables(result.table))
        standing = queries.standing_for(indicator, str(period), list(breakdowns))
        if standing is not None and reason not in RevisionReason.values:
            raise InvalidInput(
                errors={
                    "reason": [
                        _("This table is public as %(number)s. Say why it is revised.") % {"number": standing.number}
                    ]
                }
            )
        release = Release(
            indicator=indicator,
            period=str(period),
            source=result.table.source,
            breakdowns=list(breakdowns),
            drafted_by=by.person_id,
            revises=standing,
            revision_reason=reason if standing is not None else "",
        )
        _fill(release, result)
        release.save(force_insert=True)
        Working.objects.create(release=release, **_working(result))
        life.log(ReleaseEvent.DRAFTED, release, by)
    return release


def recount(*, release_id: UUID, by: Actor) -> Release:
    """Count a draft or a returned release again, from the facts as they are now."""
    with transaction.atomic():
        release = life.lock(Release, release_id)
        policies.check_can_recount(release, by)
        result = counted(
            indicator=release.indicator,
            period=Period.parse(release.period),
            breakdowns=release.breakdowns,
            round_to=queries.shown_of(release).rounded_to,
            matched_by=(release.content.get("people") or {}).get("round", ""),
            release=release,
        )
        _fill(release, result)
        release.status = ReleaseStatus.DRAFT
        release.drafted_by = by.person_id
        release.return_reason = ""
        life.save(release)
        Working.objects.filter(release=release).update(**_working(result))
        life.log(ReleaseEvent.RECOUNTED, release, by)
    return release


def send_to_check(*, release_id: UUID, by: Actor) -> Release:
    """Give the draft to the second person; from here its content is frozen."""
    return life.send_to_check(Release, release_id, by=by)


def return_release(*, release_id: UUID, reason: ReturnReason | str, by: Actor) -> Release:
    """Give it back to be counted again or dropped."""
    return life.give_back(Release, release_id, reason=reason, by=by)


def drop(*, release_id: UUID, by: Actor) -> Release:
    """Give a draft up. It stays readable on the desk."""
    return life.drop(Release, release_id, by=by)


def publish(*, release_id: UUID, by: Actor) -> Release:
    """Make it public, for ever, under the next number. The second person's step.

    Raises SecondPersonNeeded for its drafter, DoesNotAddUp, and CountAgain when a release that came out meanwhile would change what
    must be hidden.
    """
    with transaction.atomic():
        release = life.to_publish(Release, release_id, by=by)
        _check_still_safe(release)
        if (earlier := release.revises) is not None:
            life.move(earlier, ReleaseStatus.REVISED, by, number=earlier.number)
        return life.make_public(release, by)


# ---- steps of the above -------------------------------------------------------------------------------------------


def _check_still_safe(release: Release) -> None:
    """What is hidden must still be enough beside all that is public by now, and the stored hash must be true."""
    working = Working.objects.select_related("release").get(release=release)
    table = queries.exact_of(working)
    if queries.cut_by(release.indicator, Period.parse(release.period)) is not None:
        raise CountAgain()
    earlier = queries.earlier_than(release, release.indicator, release.period)
    shown = queries.shown_of(release)
    if any(one.released.rounded_to != shown.rounded_to for one in earlier):
        raise CountAgain()
    if indicators.indicator(release.indicator).measure == Measure.AMOUNT:
        _check_money(release, table, shown, working, earlier)
        return
    try:
        done = protected(table, shown.threshold, shown.rounded_to, earlier)
        people = protected_people(
            exact_parts(working.people),
            table,
            shown,
            earlier,
            queries.lists_before(release, Period.parse(release.period)),
        )
    except (NothingProtects, CannotBeBeside) as error:
        raise CountAgain() from error
    if people != shown_parts(release.content):
        raise CountAgain()
    check_adds_up(shown)
    if done.released != queries.shown_of(release) or sha256_of(release.content) != release.sha256:
        raise CountAgain()
    standing = queries.standing_for(release.indicator, release.period, release.breakdowns)
    if (standing.id if standing else None) != release.revises_id:
        raise CountAgain()


def _check_money(
    release: Release, table: Table, shown: ReleasedTable, working: Working, earlier: Sequence[Earlier]
) -> None:
    """What hides sums depends on nothing that is public, so it is enough that nothing changed and no table came before."""
    exact, hidden = table.with_margins(), unpacked(working.why).keys()
    same = shown.cells.keys() == exact.keys() and all(
        (cell is SUPPRESSED) == (place in hidden) and cell in {SUPPRESSED, exact[place]}
        for place, cell in shown.cells.items()
    )
    check_adds_up(shown)
    if earlier or not same or sha256_of(release.content) != release.sha256:
        raise CountAgain()


def _fill(release: Release, result: Counted) -> None:
    check_adds_up(result.suppression.released)
    subject = indicators.indicator(release.indicator)
    years = Period.parse(release.period).whole_years
    people = population(years[0]) if subject.rate_per and len(years) == 1 else None
    whole = {"total": people.total, "female": people.female, "male": people.male} if people else {}
    release.content = to_content(
        result.suppression.released,
        rate_per=subject.rate_per,
        population={sex: number for sex, number in whole.items() if number},
        population_source=people.source if people else "",
        revises=release.revises.number if release.revises else "",
        reason=release.revision_reason,
        people=result.people.content if result.people else None,
    )
    release.sha256 = sha256_of(release.content)


def _working(result: Counted) -> dict[str, Any]:
    return {
        "exact": packed(result.table.cells),
        "why": packed(result.suppression.why),
        "ranges": packed(result.suppression.ranges),
        "people": stored(result.people.parts) if result.people else None,
    }
