"""Evidence with its chain of custody, and the network of a case."""

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q

from rumduol.justice import enums
from rumduol.justice.models.case import PART, CriminalCase, Part, together
from rumduol.justice.models.suspects import Suspect
from rumduol.shared.dates import PartialDateField

SHA256 = r"^[0-9a-f]{64}$"


class Evidence(Part):
    """An item. `custodian_id` follows the hand-overs that both sides signed, and nothing else (a trigger sees to it).

    `illegal_image`: material that must not be copied. Only its hash, its locator and its custodian are kept; a file is refused.
    """

    case = models.ForeignKey(CriminalCase, on_delete=models.CASCADE, related_name="evidence")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10, choices=enums.EvidenceKind)
    illegal_image = models.BooleanField(default=False)
    found_on = PartialDateField()
    place = models.CharField(max_length=8, blank=True)
    sha256 = models.CharField(max_length=64, blank=True, validators=[RegexValidator(SHA256)])
    file_id = models.UUIDField(null=True, blank=True)
    custodian_id = models.UUIDField()
    custodian_office_id = models.UUIDField()
    by_id = models.UUIDField()

    class Privacy:
        sealed: set[str] = set()
        coded = PART | {
            "number", "kind", "illegal_image", "found_on", "place", "sha256", "file_id", "custodian_id",
            "custodian_office_id", "by_id",
        }  # fmt: skip
        free: set[str] = set()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="evidence_number_once_per_case"),
            models.CheckConstraint(
                name="evidence_illegal_image_is_never_stored",
                condition=Q(illegal_image=False) | (Q(file_id__isnull=True) & ~Q(sha256="")),
            ),
            models.CheckConstraint(name="evidence_hash_is_sha256", condition=Q(sha256="") | Q(sha256__regex=SHA256)),
            models.CheckConstraint(name="evidence_file_has_a_hash", condition=Q(file_id__isnull=True) | ~Q(sha256="")),
        ]


class HandOver(Part):
    """An item goes from hand to hand. Each side signs for itself; signed by one side only it is not custody."""

    case = models.ForeignKey(CriminalCase, on_delete=models.CASCADE, related_name="hand_overs")
    item = models.ForeignKey(Evidence, on_delete=models.CASCADE, related_name="hand_overs")
    status = models.CharField(max_length=8, choices=enums.HandOverStatus, default=enums.HandOverStatus.OPEN)
    from_person_id = models.UUIDField()
    from_office_id = models.UUIDField()
    to_person_id = models.UUIDField()
    to_office_id = models.UUIDField()
    given_at = models.DateTimeField()
    given_by_id = models.UUIDField()
    taken_at = models.DateTimeField(null=True, blank=True)
    taken_by_id = models.UUIDField(null=True, blank=True)
    intact = models.BooleanField(null=True, help_text="Whether seal and hash were as described.")

    class Privacy:
        sealed: set[str] = set()
        coded = PART | {
            "item", "status", "from_person_id", "from_office_id", "to_person_id", "to_office_id", "given_at",
            "given_by_id", "taken_at", "taken_by_id", "intact",
        }  # fmt: skip
        free: set[str] = set()

    class Meta:
        constraints = [
            together("hand_over_taken_at_and_by_together", "taken_at", "taken_by_id"),
            models.CheckConstraint(name="hand_over_between_two", condition=~Q(from_person_id=F("to_person_id"))),
            models.CheckConstraint(name="hand_over_given_by_the_giver", condition=Q(given_by_id=F("from_person_id"))),
            models.CheckConstraint(
                name="hand_over_counts_when_both_signed",
                condition=Q(status="open", taken_by_id__isnull=True)
                | (~Q(status="open") & Q(taken_by_id=F("to_person_id"), intact__isnull=False)),
            ),
            models.CheckConstraint(
                name="hand_over_taken_after_given", condition=Q(taken_at__isnull=True) | Q(taken_at__gte=F("given_at"))
            ),
            models.UniqueConstraint(fields=["item"], condition=Q(status="open"), name="one_hand_over_open_per_item"),
        ]


class Node(Part):
    """Somebody or something in the network. Its label is sealed in the case's PLAN section."""

    case = models.ForeignKey(CriminalCase, on_delete=models.CASCADE, related_name="nodes")
    kind = models.CharField(max_length=8, choices=enums.NodeKind)
    suspect = models.ForeignKey(Suspect, null=True, blank=True, on_delete=models.CASCADE, related_name="nodes")
    by_id = models.UUIDField()

    class Privacy:
        sealed: set[str] = set()
        coded = PART | {"kind", "suspect", "by_id"}
        free: set[str] = set()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "suspect"], condition=Q(suspect__isnull=False), name="each_suspect_one_node"
            ),
            models.CheckConstraint(
                name="node_of_a_suspect",
                condition=Q(kind="suspect", suspect__isnull=False) | (~Q(kind="suspect") & Q(suspect__isnull=True)),
            ),
        ]


class Tie(Part):
    """Two nodes and what ties them, read from the first to the second."""

    case = models.ForeignKey(CriminalCase, on_delete=models.CASCADE, related_name="ties")
    first = models.ForeignKey(Node, on_delete=models.CASCADE, related_name="ties_out")
    second = models.ForeignKey(Node, on_delete=models.CASCADE, related_name="ties_in")
    kind = models.CharField(max_length=14, choices=enums.TieKind)
    certain = models.BooleanField(default=True)
    by_id = models.UUIDField()

    class Privacy:
        sealed: set[str] = set()
        coded = PART | {"first", "second", "kind", "certain", "by_id"}
        free: set[str] = set()

    class Meta:
        constraints = [
            models.CheckConstraint(name="tie_between_two", condition=~Q(first=F("second"))),
            models.UniqueConstraint(fields=["first", "second", "kind"], name="each_tie_once"),
        ]
