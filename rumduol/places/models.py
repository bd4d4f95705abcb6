"""The gazetteer: 25 provinces, their districts, communes and villages, and every spelling they are found by.

Public reference data: no row security; the web's database role may read and nothing else.
"""

from typing import ClassVar

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import Q

from rumduol.places.enums import Kind, Level


class Place(models.Model):
    """One place. The code nests: the code of a village begins with that of its commune, and so on up."""

    code = models.CharField(primary_key=True, max_length=8)
    level = models.CharField(max_length=8, choices=Level.choices)
    kind = models.CharField(max_length=8, choices=Kind.choices)
    name_km = models.CharField(max_length=120)
    name_latin = models.CharField(max_length=120)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="children")
    iso = models.CharField(max_length=6, blank=True)  # ISO 3166-2, provinces only
    source_code = models.CharField(max_length=8, blank=True)  # as published, where the published code was unusable
    tile_row = models.PositiveSmallIntegerField(null=True)
    tile_column = models.PositiveSmallIntegerField(null=True)

    class Privacy:
        sealed: ClassVar[set[str]] = set()
        coded: ClassVar[set[str]] = {
            "code",
            "level",
            "kind",
            "name_km",
            "name_latin",
            "parent",
            "iso",
            "source_code",
            "tile_row",
            "tile_column",
        }
        free: ClassVar[set[str]] = set()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="code_length_is_the_level",
                condition=(
                    Q(level=Level.PROVINCE, code__regex=r"^\d{2}$", parent=None)
                    | Q(level=Level.DISTRICT, code__regex=r"^\d{4}$", parent__isnull=False)
                    | Q(level=Level.COMMUNE, code__regex=r"^\d{6}$", parent__isnull=False)
                    | Q(level=Level.VILLAGE, code__regex=r"^\d{8}$", parent__isnull=False)
                ),
            ),
            models.CheckConstraint(
                name="a_tile_has_row_and_column",
                condition=Q(tile_row=None, tile_column=None) | Q(tile_row__isnull=False, tile_column__isnull=False),
            ),
            models.UniqueConstraint(name="one_province_per_tile", fields=["tile_row", "tile_column"]),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name_latin}"


class Spelling(models.Model):
    """One way to write a place, made comparable (rumduol.places.spelling)."""

    class Script(models.TextChoices):
        KHMER = "km"
        LATIN = "la"

    place = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="spellings")
    script = models.CharField(max_length=2, choices=Script.choices)
    key = models.CharField(max_length=120)
    sound = models.CharField(max_length=120)
    is_alias = models.BooleanField(default=False)

    class Privacy:
        sealed: ClassVar[set[str]] = set()
        coded: ClassVar[set[str]] = {"id", "place", "script", "key", "sound", "is_alias"}
        free: ClassVar[set[str]] = set()

    class Meta:
        constraints = [models.UniqueConstraint(name="one_row_per_spelling", fields=["place", "script", "key"])]
        indexes = [
            models.Index(fields=["key"], name="spelling_key_begins", opclasses=["varchar_pattern_ops"]),
            models.Index(fields=["sound"], name="spelling_sound_begins", opclasses=["varchar_pattern_ops"]),
            GinIndex(OpClass("sound", name="gin_trgm_ops"), name="spelling_sound_alike"),
        ]

    def __str__(self) -> str:
        return self.key
