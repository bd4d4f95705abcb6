"""Loading the gazetteer. The only writer of these tables, run as the owner of the database."""

from collections.abc import Callable, Iterable, Iterator

from django.db import connection, transaction

from rumduol.places import gazetteer, queries, spelling
from rumduol.places.enums import Level
from rumduol.places.models import Place, Spelling


def load_gazetteer(*, say: Callable[[str], None] = lambda line: None) -> dict[str, int]:
    """Store every place and its spellings; safe to repeat: the same data changes nothing.

    Returns the number of places per level. Raises InvalidInput when the published lists are not as expected,
    and IntegrityError when a place that is no longer published is still referred to.
    """
    rows = gazetteer.rows()
    with transaction.atomic():
        stored = {place.code: place for place in Place.objects.all()}
        for level in Level:
            mine = [_place(row) for row in rows if row.level == level]
            changed = [place for place in mine if _differs(place, stored.get(place.code))]
            Place.objects.bulk_create(
                changed, batch_size=2000, update_conflicts=True, unique_fields=["code"], update_fields=_FIELDS
            )
            say(f"places: {len(mine)} of level {level.value} ({len(changed)} new or changed)")
        _load_spellings(rows, say)
        # Children first, so that a parent that left the lists can go as well.
        gone = stored.keys() - {row.code for row in rows}
        for level in reversed(Level):
            Place.objects.filter(level=level, code__in=gone).delete()
    queries.forget()
    return {level.value: sum(1 for row in rows if row.level == level) for level in Level}


_FIELDS = ["level", "kind", "name_km", "name_latin", "parent", "iso", "source_code", "tile_row", "tile_column"]


def _differs(new: Place, old: Place | None) -> bool:
    return old is None or any(
        getattr(new, name) != getattr(old, name) for name in ("parent_id", *_FIELDS) if name != "parent"
    )


def _load_spellings(rows: Iterable[gazetteer.Row], say: Callable[[str], None]) -> None:
    wanted = dict.fromkeys(_spellings(rows))
    stored = {line[1:]: line[0] for line in Spelling.objects.values_list("id", *_SPELLING)}
    Spelling.objects.filter(id__in=[id_ for line, id_ in stored.items() if line not in wanted]).delete()
    new = [line for line in wanted if line not in stored]
    if new:
        # COPY, for 33,000 rows one by one make every fresh installation and every test run wait for seconds.
        columns = ", ".join(_SPELLING)
        with connection.cursor() as cursor, cursor.copy(f"COPY places_spelling ({columns}) FROM STDIN") as copy:
            for line in new:
                copy.write_row(line)
    say(f"places: {len(wanted)} spellings ({len(new)} new or changed)")


_SPELLING = ("place_id", "script", "key", "sound", "is_alias")


def _place(row: gazetteer.Row) -> Place:
    return Place(
        code=row.code,
        level=row.level,
        kind=row.kind,
        name_km=row.name_km,
        name_latin=row.name_latin,
        parent_id=row.parent,
        iso=row.iso,
        source_code=row.source_code,
        tile_row=row.tile[0] if row.tile else None,
        tile_column=row.tile[1] if row.tile else None,
    )


def _spellings(rows: Iterable[gazetteer.Row]) -> Iterator[tuple[str, str, str, str, bool]]:
    """Columns of _SPELLING for every way to write every place."""
    known: dict[str, tuple[str, str, str]] = {}  # many villages share a name
    for row in rows:
        seen: set[tuple[str, str]] = set()
        for number, text in enumerate((row.name_km, row.name_latin, *row.aliases)):
            script, key, sound = known.get(text) or known.setdefault(text, _comparable(text))
            if (script, key) not in seen:
                seen.add((script, key))
                yield row.code, script, key, sound, number > 1


def _comparable(text: str) -> tuple[str, str, str]:
    """Script, key and sound of one spelling."""
    if spelling.is_khmer(text):
        return "km", spelling.khmer_key(text), spelling.khmer_sound(text)
    if key := spelling.latin_key(text):
        return "la", key, spelling.latin_sound(text)
    return "la", "".join(text.split()).casefold(), ""  # Chinese, Thai: compared as typed
