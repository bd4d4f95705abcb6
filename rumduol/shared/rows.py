"""Rows of the models by SQL written out, for the pages that are looked at all day.

Django puts a queryset into words anew each time it is asked: half a millisecond of the processor, more than the database
needs to answer. Here the words are constants. The database's walls stand before these statements as before all others.

Every value is given as a parameter, lists as arrays (`= any(%(ids)s)`), so that one prepared statement serves all lengths.
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import cache
from typing import Any, TypeVar
from uuid import UUID

from django.db import connection, models

M = TypeVar("M", bound=models.Model)
Read = Callable[[Any], Any]
Part = tuple[type[models.Model], str]


def rows(
    model: type[M], rest: str, given: Mapping[str, Any], *, only: tuple[str, ...] = (), distinct: str = ""
) -> list[M]:
    """`select [distinct on (...)] <columns> from <table> t <rest>` as models; `only` names the fields to be read (and `id`)."""
    sql, names, reads = _select(model, rest, only, distinct)
    with connection.cursor() as cursor:
        cursor.execute(sql, given)
        found = cursor.fetchall()
    return [model.from_db("default", names, _as_fields(row, reads)) for row in found]


def first(model: type[M], rest: str, given: Mapping[str, Any], *, only: tuple[str, ...] = ()) -> M | None:
    """The first of `rows`, or None. `rest` says `limit 1`."""
    found = rows(model, rest, given, only=only)
    return found[0] if found else None


def values(sql: str, given: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    """The rows of a statement as they are."""
    with connection.cursor() as cursor:
        cursor.execute(sql, given)
        return cursor.fetchall()


def together(parts: tuple[Part, ...], given: Mapping[str, Any]) -> list[list[Any]]:
    """Rows of several models in one statement: a list for each part, a part being (model, what follows `from <table> t`).

    One statement for the twelve small tables of a case costs a quarter of twelve: each has its way to the server and back,
    its plan to be found and its own questions of who is asking.
    """
    sql, shapes = _together(parts)
    with connection.cursor() as cursor:
        cursor.execute(sql, given)
        (found,) = cursor.fetchall()
    return [
        [model.from_db("default", names, _as_fields(row, reads)) for row in part or ()]
        for part, (model, names, reads) in zip(found, shapes, strict=True)
    ]


def _as_fields(row: Any, reads: tuple[tuple[int, Read], ...]) -> Any:
    if not reads:
        return row
    read = list(row)
    for place, how in reads:
        if read[place] is not None:
            read[place] = how(read[place])
    return read


@cache
def _select(model: type[models.Model], rest: str, only: tuple[str, ...], distinct: str) -> tuple[str, list[str], Any]:
    fields = [field for field in model._meta.concrete_fields if not only or field.primary_key or field.attname in only]
    columns = ", ".join(f't."{field.column}"' for field in fields)
    one_each = f"distinct on ({distinct}) " if distinct else ""
    sql = f'select {one_each}{columns} from "{model._meta.db_table}" t {rest}'  # noqa: S608  (names of columns and constants)
    reads = tuple((place, how) for place, field in enumerate(fields) if (how := _own_way(field)) is not None)
    return sql, [field.attname for field in fields], reads


@cache
def _together(parts: tuple[Part, ...]) -> tuple[str, list[Any]]:
    """Each part as an array of arrays of JSON, and how its values become those of the fields."""
    asked, shapes = [], []
    for model, rest in parts:
        fields = model._meta.concrete_fields
        columns = ", ".join(f't."{field.column}"' for field in fields)
        inner = f'select {columns} from "{model._meta.db_table}" t {rest}'  # noqa: S608  (names of columns and constants)
        names = ", ".join(f'p."{field.column}"' for field in fields)
        asked.append(f"(select json_agg(json_build_array({names})) from ({inner}) p)")  # noqa: S608
        reads = tuple((place, how) for place, field in enumerate(fields) if (how := _from_json(field)) is not None)
        shapes.append((model, [field.attname for field in fields], reads))
    return "select " + ", ".join(asked), shapes


def _own_way(field: Any) -> Read | None:
    """How a field reads its column, where it does not take what the driver gives."""
    read = getattr(field, "from_db_value", None)
    return None if read is None else lambda value: read(value, None, connection)


def _from_json(field: Any) -> Read | None:
    """How a field reads its column out of JSON, where dates and ids are text."""
    inner = getattr(field, "base_field", None)
    if inner is not None:
        each = _from_json(inner)
        return None if each is None else lambda value: [each(one) for one in value]
    if isinstance(field, models.ForeignKey):
        field = field.target_field
    if isinstance(field, models.UUIDField):
        return UUID
    if isinstance(field, models.DateTimeField):
        return datetime.fromisoformat
    if isinstance(field, models.DateField):
        return date.fromisoformat
    if isinstance(field, models.JSONField):
        return None
    if isinstance(field, (models.BinaryField, models.DecimalField, models.DurationField, models.TimeField)):
        raise TypeError(f"{field} is not read out of JSON here")
    return _own_way(field)
