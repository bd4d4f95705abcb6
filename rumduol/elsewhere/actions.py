"""Taking a file in: all or nothing, once, bad rows left out and listed."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection, transaction
from django.utils import timezone

from rumduol.elsewhere.enums import Publisher
from rumduol.elsewhere.models import File, Suggestion
from rumduol.elsewhere.types import Row, Suggested
from rumduol.shared.layouts import BadRow

FIELDS = ("line", "country", "year", "figure", "dimension", "category", "sex", "age", "text", "number")


@dataclass(frozen=True)
class Taken:
    rows: int
    bad: tuple[BadRow, ...]
    known_before: bool = False


def take_in(
    *,
    publisher: Publisher,
    rows: Iterable[Row | BadRow],
    sha256: str,
    name: str,
    suggested: Iterable[Suggested] = (),
) -> Taken:
    """`sha256` of the file as it lies on disk: the same file is taken in once. Raises what reading raises."""
    known = File.objects.filter(sha256=sha256).first()
    if known is not None:
        return Taken(known.rows, (), known_before=True)
    bad: list[BadRow] = []
    count = 0
    with transaction.atomic(), connection.cursor() as cursor:
        # The file's own row comes last, when its numbers are known: the foreign key waits until then.
        cursor.execute("set constraints all deferred")
        with cursor.copy(f"copy elsewhere_figure (file_id, {', '.join(FIELDS)}) from stdin") as sink:
            for row in rows:
                if isinstance(row, BadRow):
                    bad.append(row)
                    continue
                sink.write_row((sha256, *(getattr(row, field) for field in FIELDS)))
                count += 1
        Suggestion.objects.bulk_create(
            Suggestion(file_id=sha256, line=one.line, country=one.country, year=one.year, area=one.area, text=one.text)
            for one in suggested
        )
        File.objects.create(
            sha256=sha256,
            publisher=publisher,
            name=name[:200],
            rows=count,
            bad_rows=len(bad),
            imported_at=timezone.now(),
        )
    return Taken(count, tuple(bad))
