"""Making a release: one person drafts, another publishes; what is public stays as it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import prod
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from rumduol.access.types import Actor
from rumduol.audit import actions as audit
from rumduol.audit.actions import Subject
from rumduol.facts.types import Period
from rumduol.indicators import queries as indicators
from rumduol.indicators.levels import COARSER, family
from rumduol.indicators.types import Table
from rumduol.places.population import population
from rumduol.release import policies, queries
from rumduol.release.adding import check_adds_up
from rumduol.release.disclosure.coarser import TOO_LITTLE, suggest_coarser
from rumduol.release.documents import packed, sha256_of, to_content
from rumduol.release.enums import ReleaseEvent, ReleaseStatus, ReturnReason, RevisionReason
from rumduol.release.models import Release, Working
from rumduol.release.rounded import BASES, CannotRound, round_table
from rumduol.release.rules import rules
from rumduol.release.suppression import CannotProtect, counts_of, protect, public_of, wholes_of
from rumduol.release.types import SUPPRESSED, Earlier, Suppression
from rumduol.shared.dates import today
from rumduol.shared.errors import InvalidInput, NotThere, WrongState


@dataclass(frozen=True)
class Counted:
    """A counted table and what is hidden of it."""

    table: Table
    suppression: Suppression

    @property
    def percent_shown(self) -> int:
        """How much of what is not nought is shown: under a half, a coarser table serves the reader better."""
        cells = [
            cell
            for cell in self.suppression.released.cells.values()
            if cell is SUPPRESSED or (isinstance(cell, int) and cell)
        ]
        return 100 - round(100 * sum(cell is SUPPRESSED for cell in cells) / len(cells)) if cells else 100


@dataclass(frozen=True)
class Better:
    """A coarser table that tells more: its breakdowns, how many of its numbers would be shown, in per cent and in all."""

    breakdowns: tuple[str, ...]
    percent_shown: int
    numbers: int


class TooLittleLeft(InvalidInput):
    """Most of the table would be hidden. `percent_shown`; `better`: coarser tables that tell more, the best first."""

    default = _("Most of this table would be hidden. A coarser table tells the reader more.")

    def __init__(self, percent_shown: int, better: Sequence[Better]) -> None:
        super().__init__()
        self.percent_shown, self.better = percent_shown, tuple(better)


class PeriodIsCut(InvalidInput):
    """A public release covers part of the period."""


class NothingProtects(InvalidInput):
    default = _(
        "Earlier releases already give away some of these cells. Choose fewer breakdowns, or the same as before."
    )


class CountAgain(WrongState):
    default = _("Another release of this figure came in between. Return this one and count it again.")


class OneWayOnly(InvalidInput):
    """A public release of the figure and period is protected the other way."""


def counted(
    *, indicator: str, period: Period, breakdowns: Sequence[str], round_to: int = 0, release: Release | None = None
) -> Counted:
    """Count, and hide what must be hidden, without storing anything: what the desk shows before a draft is kept.

    Raises InvalidInput (too many breakdowns or cells, an overlapping period, nothing protects) and NotThere.
    """
    subject = indicators.indicator(indicator)
    if len(breakdowns) > rules().most_breakdowns or not breakdowns:
        raise InvalidInput(errors={"breakdowns": [_("Choose one, two or three breakdowns.")]})
    if len({family(name) for name in breakdowns}) < len(breakdowns):
        raise InvalidInput(
            errors={
                "breakdowns": [
                    _(
                        "Two of these are the same breakdown, finer and coarser. Choose one; those with levels show both."
                    )
                ]
            }
        )
    if (other := queries.cut_by(indicator, period)) is not None:
        raise PeriodIsCut(
            errors={
                "period": [
                    _(
                        "Release %(number)s covers part of this period. Subtracting one from the other would show the rest."
                    )
                    % {"number": other.number}
                ]
            }
        )
    table = indicators.table(subject, period, breakdowns)
    if prod(len(dimension.values) + 1 for dimension in table.dimensions) > rules().most_cells:
        raise InvalidInput(
            errors={"breakdowns": [_("This table has too many cells to be read. Choose fewer breakdowns.")]}
        )
    earlier = queries.earlier_than(release, indicator, str(period))
    if any(one.released.rounded_to != round_to for one in earlier):
        raise OneWayOnly(
            errors={
                "round_to": [
                    _(
                        "A public release of this figure and period is protected the other way. Two ways would undo each other."
                    )
                ]
            }
        )
    return Counted(table, _protected(table, rules().threshold, round_to, earlier))


def _protected(table: Table, threshold: int, round_to: int, earlier: Sequence[Earlier]) -> Suppression:
    """Hide small numbers, or round all. Raises NothingProtects."""
    try:
        if base := next((one for one in BASES if one == round_to), None):
            return round_table(table, base, threshold=threshold, earlier=earlier)
        return protect(table, threshold, earlier=earlier)
    except (CannotProtect, CannotRound) as error:
        raise NothingProtects() from error


def draft_release(
    *,
    indicator: str,
    period: Period,
    breakdowns: Sequence[str],
    reason: RevisionReason | str = "",
    round_to: int = 0,
    even_if_little: bool = True,
    by: Actor,
) -> Release:
    """Count and keep a draft. Where the same table is public already, this becomes its revision and needs a reason.

    `round_to` 3 or 5: every number becomes a multiple of it and none is hidden. Unless `even_if_little`, raises TooLittleLeft with better tables when under a half of the numbers could be shown.
    """
    policies.check_can_draft(by)
    with transaction.atomic():
        result = counted(indicator=indicator, period=period, breakdowns=breakdowns, round_to=round_to)
        if not even_if_little and result.percent_shown < 100 * TOO_LITTLE:
            raise TooLittleLeft(result.percent_shown, _better(result.table))
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
        _log(ReleaseEvent.DRAFTED, release, by)
    return release


def recount(*, release_id: UUID, by: Actor) -> Release:
    """Count a draft or a returned release again, from the facts as they are now."""
    with transaction.atomic():
        release = _lock(release_id)
        policies.check_can_recount(release, by)
        result = counted(
            indicator=release.indicator,
            period=Period.parse(release.period),
            breakdowns=release.breakdowns,
            round_to=queries.shown_of(release).rounded_to,
            release=release,
        )
        _fill(release, result)
        release.status = ReleaseStatus.DRAFT
        release.drafted_by = by.person_id
        release.return_reason = ""
        _save(release)
        Working.objects.filter(release=release).update(**_working(result))
        _log(ReleaseEvent.RECOUNTED, release, by)
    return release


def send_to_check(*, release_id: UUID, by: Actor) -> Release:
    """Give the draft to the second person; from here its content is frozen."""
    with transaction.atomic():
        release = _lock(release_id)
        policies.check_can_send(release, by)
        release.status = ReleaseStatus.CHECK
        _save(release)
        _log(ReleaseEvent.SENT, release, by)
    return release


def return_release(*, release_id: UUID, reason: ReturnReason | str, by: Actor) -> Release:
    """Give it back to be counted again or dropped."""
    if reason not in ReturnReason.values:
        raise InvalidInput(errors={"reason": [_("Say why it is returned.")]})
    with transaction.atomic():
        release = _lock(release_id)
        policies.check_can_return(release, by)
        release.status = ReleaseStatus.RETURNED
        release.return_reason = reason
        _save(release)
        _log(ReleaseEvent.RETURNED, release, by, reason=str(reason))
    return release


def drop(*, release_id: UUID, by: Actor) -> Release:
    """Give a draft up. It stays readable on the desk."""
    with transaction.atomic():
        release = _lock(release_id)
        policies.check_can_drop(release, by)
        release.status = ReleaseStatus.DROPPED
        _save(release)
        _log(ReleaseEvent.DROPPED, release, by)
    return release


def publish(*, release_id: UUID, by: Actor) -> Release:
    """Make it public, for ever, under the next number. The second person's step.

    Raises SecondPersonNeeded for its drafter, DoesNotAddUp, and CountAgain when a release that came out meanwhile would change what
    must be hidden.
    """
    with transaction.atomic():
        _one_at_a_time()
        release = _lock(release_id)
        policies.check_can_publish(release, by)
        _check_still_safe(release)
        if release.revises is not None:
            _replace(release.revises, by)
        release.status = ReleaseStatus.PUBLISHED
        release.approved_by = by.person_id
        release.published_on = today()
        release.number = _next_number(today().year)
        _save(release)
        _log(ReleaseEvent.PUBLISHED, release, by, number=release.number, sha256=release.sha256)
    return release


def _better(table: Table) -> list[Better]:
    """Coarser tables of the same figure of which at least a half could be shown."""
    earlier = queries.earlier_than(None, table.indicator, table.period)
    counts = counts_of(table)
    found = suggest_coarser(
        counts,
        threshold=rules().threshold,
        earlier=[public_of(one) for one in earlier],
        wholes=wholes_of(counts),
    )
    named = {family(name): name for name in table.names}
    return [
        Better(
            tuple(COARSER[name] if at in one.folded else name for at, name in named.items() if at not in one.dropped),
            round(100 * one.shown),
            one.cells,
        )
        for one in found
    ]


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
    try:
        done = _protected(table, shown.threshold, shown.rounded_to, earlier)
    except NothingProtects as error:
        raise CountAgain() from error
    check_adds_up(shown)
    if done.released != queries.shown_of(release) or sha256_of(release.content) != release.sha256:
        raise CountAgain()
    standing = queries.standing_for(release.indicator, release.period, release.breakdowns)
    if (standing.id if standing else None) != release.revises_id:
        raise CountAgain()


def _replace(earlier: Release, by: Actor) -> None:
    earlier.status = ReleaseStatus.REVISED
    _save(earlier)
    _log(ReleaseEvent.REVISED, earlier, by, number=earlier.number)


def _next_number(year: int) -> str:
    """R-2026-01, R-2026-02 ... without gaps; publishing goes one at a time."""
    last = Release.objects.filter(number__startswith=f"R-{year}-").count()
    return f"R-{year}-{last + 1:02d}"


def _one_at_a_time() -> None:
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtext('release.publish'))")


def _lock(release_id: UUID) -> Release:
    release = Release.objects.select_for_update().filter(id=release_id).first()
    if release is None:
        raise NotThere()
    return release


def _save(release: Release) -> None:
    release.revision += 1
    release.save()


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
    )
    release.sha256 = sha256_of(release.content)


def _working(result: Counted) -> dict[str, Any]:
    return {
        "exact": packed(result.table.cells),
        "why": packed(result.suppression.why),
        "ranges": packed(result.suppression.ranges),
    }


def _log(event: ReleaseEvent, release: Release, by: Actor, **detail: str) -> None:
    told = {"indicator": release.indicator, "period": release.period, **detail}
    audit.record(event, by=by, subject=Subject("release", release.id), detail=told)
