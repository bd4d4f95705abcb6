"""Reading rounds. Row security decides which: those of one's office, and for national statistics all."""

from uuid import UUID

from rumduol.access.enums import Permission
from rumduol.access.policies import check_may
from rumduol.access.types import Actor
from rumduol.linkage.enums import RoundPurpose, RoundStatus
from rumduol.linkage.models import Estimated, Overlap, Part, Quality, Round, Twin
from rumduol.shared.errors import NotThere

NEWEST = 12  # approved rounds that a release can choose from


def rounds(by: Actor) -> list[Round]:
    """All that the reader may see, newest first."""
    check_may(by, Permission.LINKAGE_READ)
    return list(Round.objects.order_by("-created_at", "id")[:200])


def round_for(by: Actor, round_id: UUID) -> Round:
    """Raises NotThere when there is none (or none for this reader)."""
    check_may(by, Permission.LINKAGE_READ)
    found = Round.objects.filter(id=round_id).first()
    if found is None:
        raise NotThere()
    return found


def lock_round(by: Actor, round_id: UUID) -> Round:
    """The same for a change: locked where the reader may change it, and as it is where not."""
    check_may(by, Permission.LINKAGE_READ)
    return Round.objects.select_for_update().filter(id=round_id).first() or round_for(by, round_id)


def parts_of(one: Round) -> list[Part]:
    """The lists that take part, in their order; `position` counts them from 0, without those that declined."""
    found = list(Part.objects.filter(round=one, declined_at__isnull=True).order_by("position"))
    for place, part in enumerate(found):
        part.position = place  # bits of overlaps and letters go by it
    return found


def declined_of(one: Round) -> list[Part]:
    """The lists of offices that declined."""
    return list(Part.objects.filter(round=one, declined_at__isnull=False).order_by("position"))


def own_part(by: Actor, parts: list[Part]) -> Part | None:
    """The list of the reader's own office, where it takes part."""
    return next((part for part in parts if part.office_id == by.office_id), None)


def overlaps_of(one: Round) -> dict[int, int]:
    """Bits of lists -> people on exactly these. Empty for whoever may not see them."""
    return dict(Overlap.objects.filter(round=one).values_list("lists", "people"))


def qualities_of(one: Round) -> list[Quality]:
    return list(Quality.objects.filter(round=one).order_by("one", "other"))


def twins_of(part: Part) -> list[Twin]:
    """The sampled pairs of a list, for its own office; empty for everybody else."""
    return list(Twin.objects.filter(part=part).order_by("created_at", "id"))


def estimated(one: Round) -> Estimated | None:
    return Estimated.objects.filter(round=one).first()


def waiting_for(by: Actor) -> list[Round]:
    """Rounds in which the reader's own office has something to do, oldest first."""
    check_may(by, Permission.LINKAGE_READ)
    own = Part.objects.filter(office_id=by.office_id).select_related("round").order_by("created_at")
    return [
        part.round for part in own
        if (part.round.status == RoundStatus.DRAFTED and part.agreed_at is None and part.declined_at is None)
        or (
            part.round.status in {RoundStatus.AGREED, RoundStatus.ENCODING} and part.encoded_at is None
            and part.declined_at is None
        )
        or (part.round.status == RoundStatus.MATCHED and part.reviewed_at is None and part.expected_same is not None)
    ]  # fmt: skip


def approved(period: str | None) -> list[Round]:
    """Rounds of exactly this period, or all, that a second person approved for the figures, the newest first."""
    found = Round.objects.filter(approved_at__isnull=False, dry_run=False).exclude(purpose=RoundPurpose.QUALITY)
    return list((found.filter(period=period) if period else found).order_by("-approved_at", "-number")[:NEWEST])


def newest_estimate(period: str) -> Estimated | None:
    """What was estimated of the newest approved round of a period that reached the figures, for who may see it."""
    found = Estimated.objects.filter(round__period=period, round__links_id__isnull=False)
    return found.select_related("round").order_by("-round__approved_at").first()
