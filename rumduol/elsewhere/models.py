"""Figures that others published about Cambodia and its neighbours: kept as printed, never added to our own."""

from django.db import models


class File(models.Model):
    """A file that was taken in, known by its SHA-256."""

    sha256 = models.CharField(primary_key=True, max_length=64)
    publisher = models.CharField(max_length=10)
    name = models.CharField(max_length=200)
    rows = models.PositiveIntegerField()
    bad_rows = models.PositiveIntegerField()
    imported_at = models.DateTimeField()

    class Privacy:
        sealed: set[str] = set()
        coded = {"sha256", "publisher", "name", "rows", "bad_rows", "imported_at"}
        free: set[str] = set()


class Figure(models.Model):
    """One printed value. `text` is what stands there ("<5", "Unknown", "7,123"); `number` only where that is a number."""

    file = models.ForeignKey(File, on_delete=models.PROTECT)
    line = models.PositiveIntegerField()
    country = models.CharField(max_length=3)
    year = models.PositiveSmallIntegerField()
    figure = models.CharField(max_length=60)
    dimension = models.CharField(max_length=60, blank=True, default="")
    category = models.CharField(max_length=80, blank=True, default="")
    sex = models.CharField(max_length=20, blank=True, default="")
    age = models.CharField(max_length=20, blank=True, default="")
    text = models.CharField(max_length=40)
    number = models.PositiveBigIntegerField(null=True)

    class Privacy:
        sealed: set[str] = set()
        coded = {
            "id", "file", "line", "country", "year", "figure", "dimension", "category", "sex", "age", "text", "number",
        }  # fmt: skip
        free: set[str] = set()

    class Meta:
        indexes = [models.Index(fields=["country", "figure", "year"], name="elsewhere_by_figure")]


class Suggestion(models.Model):
    """What a report of somebody else asks the government to do: the printed sentence, and under which heading it stands."""

    file = models.ForeignKey(File, on_delete=models.PROTECT)
    line = models.PositiveIntegerField()
    country = models.CharField(max_length=3)
    year = models.PositiveSmallIntegerField()
    area = models.CharField(max_length=60)
    text = models.CharField(max_length=600)

    class Privacy:
        sealed: set[str] = set()
        coded = {"id", "file", "line", "country", "year", "area", "text"}
        free: set[str] = set()

    class Meta:
        indexes = [models.Index(fields=["country", "year"], name="elsewhere_suggested")]
