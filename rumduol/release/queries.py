"""Reading releases: the desk for its makers, the public pages for everybody."""

from uuid import UUID

from django.db.models import QuerySet
from django.db.models.fields.json import KeyTransform

from rumduol.access.enums import Permission
from rumduol.access.policies import check_may
from rumduol.access.types import Actor
from rumduol.facts.types import Period
from rumduol.indicators.types import TOTAL, Table
from rumduol.release.documents import dimensions_of, table_of, unpacked
from rumduol.release.enums import OPEN, PUBLIC, ReleaseStatus
from rumduol.release.models import OpenAnswer, Release, Working
from rumduol.release.people import FIGURE, LISTS, public_parts
from rumduol.release.types import Cell, Earlier, NoNumber, Range, ReleasedTable, Suppression, Why
from rumduol.shared.errors import NotThere


def desk(by: Actor) -> tuple[list[Release], list[Release]]:
    """Releases being made (oldest first), and those that are public (newest first)."""
    check_may(by, Permission.FACTS_READ)
    making = Release.objects.filter(status__in=OPEN).order_by("created_at")
    return list(making), list(public_releases())


def release_for(by: Actor, release_id: UUID) -> Release:
    """Raises NotThere when there is none (or none for this reader)."""
    check_may(by, Permission.FACTS_READ)
    found = Release.objects.filter(id=release_id).select_related("revises").first()
    if found is None:
        raise NotThere()
    return found


def suppression_of(by: Actor, release: Release) -> Suppression:
    """The table with the reasons and the proof, for the desk."""
    check_may(by, Permission.FACTS_READ)
    working = Working.objects.filter(release=release).first()
    if working is None:
        raise NotThere()
    return Suppression(
        released=table_of(release.content),
        why={place: Why(code) for place, code in unpacked(working.why).items()},
        ranges={place: Range(*ends) for place, ends in unpacked(working.ranges).items()},
    )


def public_releases() -> QuerySet[Release]:
    """What everybody may read, newest first; replaced ones too, for addresses are permanent."""
    return Release.objects.filter(status__in=PUBLIC).order_by("-published_on", "-number")


def public_release(number: str) -> Release:
    """Raises NotThere for a number that is not public."""
    found = public_releases().filter(number=number).select_related("revises").first()
    if found is None:
        raise NotThere()
    return found


def replaced_by(release: Release) -> Release | None:
    """The revision that stands instead of this one."""
    return public_releases().filter(revises=release).first()


def standing_for(indicator: str, period: str, breakdowns: list[str]) -> Release | None:
    """The published release of exactly this table, which a new one would revise."""
    return Release.objects.filter(
        indicator=indicator, period=period, breakdowns=breakdowns, status=ReleaseStatus.PUBLISHED
    ).first()


def cut_by(indicator: str, period: Period) -> Release | None:
    """A public release of the indicator whose period overlaps this one without being it: subtraction would show a part."""
    for release in Release.objects.filter(indicator=indicator, status__in=PUBLIC).order_by("number"):
        other = Period.parse(release.period)
        if other != period and other.first <= period.last and period.first <= other.last:
            return release
    return None


def earlier_than(release: Release | None, indicator: str, period: str) -> list[Earlier]:
    """All public releases of the same indicator and period, with the numbers as they were: tables, then counts of people."""
    found = Working.objects.filter(
        release__indicator=indicator, release__period=period, release__status__in=PUBLIC
    ).select_related("release")
    if release is not None:
        found = found.exclude(release_id=release.id)
    there = list(found.order_by("release_id"))
    tables = [Earlier(exact_of(working), table_of(working.release.content)) for working in there]
    return tables + [part for one in there for part in public_parts(one.release.content, one.people, FIGURE)]


def lists_before(release: Release | None, period: Period) -> list[Earlier]:
    """What public releases said of the people on the lists of rounds whose period meets this one."""
    found = Working.objects.filter(people__isnull=False, release__status__in=PUBLIC).select_related("release")
    if release is not None:
        found = found.exclude(release_id=release.id)
    return [
        part
        for one in found.order_by("release_id")
        if (other := Period.parse(one.release.period)).first <= period.last and period.first <= other.last
        for part in public_parts(one.release.content, one.people, LISTS)
    ]


def exact_of(working: Working) -> Table:
    """The table that a release was made from."""
    content = working.release.content
    exact = unpacked(working.exact)
    return Table(content["indicator"], content["period"], content["source"], dimensions_of(content), exact)


def changes(release: Release) -> list[tuple[tuple[str, ...], Cell, Cell]]:
    """Cells of a revision that differ from what was shown before, as (place, before, now); hidden ones as they are."""
    if release.revises is None:
        return []
    before, now = table_of(release.revises.content), table_of(release.content)
    return [
        (place, before.cells[place], cell)
        for place, cell in now.cells.items()
        if place in before.cells and before.cells[place] != cell
    ]


def shown_of(release: Release) -> ReleasedTable:
    """The table as everybody sees it."""
    return table_of(release.content)


def standing() -> QuerySet[Release]:
    """What is public and was not replaced, oldest first: what documents are made of."""
    return Release.objects.filter(status=ReleaseStatus.PUBLISHED).select_related("revises").order_by("number")


def public_list() -> QuerySet[Release]:
    """All public releases without their tables, newest first: for overviews of hundreds."""
    return public_releases().defer("content")


def standing_of(indicator: str) -> list[Release]:
    """The standing releases of one indicator with their tables, newest period first."""
    return sorted(standing().filter(indicator=indicator), key=lambda one: (one.period, one.number), reverse=True)


def newest_totals() -> dict[str, tuple[str, Cell]]:
    """Indicator -> period and total of its newest standing release, as everybody sees it. The total of all stands last in a
    table, so that no table is read for it."""
    rows = standing().annotate(total=KeyTransform("-1", KeyTransform("cells", "content")))
    newest: dict[str, tuple[str, Cell]] = {}
    for code, period, (*place, cell) in rows.order_by("period", "number").values_list("indicator", "period", "total"):
        if set(place) == {TOTAL}:
            newest[code] = (period, NoNumber(cell) if isinstance(cell, str) else int(cell))
    return newest


def revisions() -> QuerySet[Release]:
    """Public releases that replaced another, newest first."""
    return public_releases().filter(revises__isnull=False).select_related("revises")


def open_answer(answer_id: UUID) -> OpenAnswer:
    """An answer with noise; public. Raises NotThere."""
    found = OpenAnswer.objects.filter(id=answer_id).first()
    if found is None:
        raise NotThere()
    return found
