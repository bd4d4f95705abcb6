"""Writing facts. Rooms call these inside the transaction of the change they count."""

import hashlib
import hmac
import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rumduol.facts.ctdc import read
from rumduol.facts.enums import KINDS, Kind
from rumduol.facts.models import CtdcFile, Fact, Link, LinkRound
from rumduol.facts.schema import schema
from rumduol.shared.dates import PartialDate, today
from rumduol.shared.errors import InvalidInput, NotThere
from rumduol.shared.layouts import BadRow
from rumduol.terms import queries as terms

Unit = tuple[str, UUID]
Extra = Mapping[str, str | int | bool | list[str]]

CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.\-]*")
ABROAD = re.compile(r"[A-Z]{2,3}")
GAZETTEER = re.compile(r"[0-9]{2}([0-9]{2}){0,3}")
UNKNOWN = "unknown"
LISTS = {
    "sex": "sex",
    "age_band": "age",
    "nationality": "nationality",
    "form": "form",
    "domestic": "domestic",
    "palermo": "palermo",
}


class UncountableFact(InvalidInput):
    default = _("This could not be counted: one of its codes is not known.")


def unit_key(unit: Unit) -> bytes:
    """32 bytes that stand for a record without leading back to it. `unit` is (kind of record, its id)."""
    kind, record = unit
    return hmac.new(settings.FACT_KEY, f"{kind}|{record}".encode(), hashlib.sha256).digest()


def write(
    *,
    kind: Kind | str,
    unit: Unit,
    on: PartialDate | date,
    place: str = "",
    sex: str = "unknown",
    age_band: str = "unknown",
    nationality: str = "",
    form: str = "",
    domestic: str = "",
    palermo: str = "",
    outcome: str = "",
    agency_kind: str = "",
    agency_province: str = "",
    count: int = 1,
    extra: Extra | None = None,
) -> UUID:
    """Add a fact and answer its id.

    `on` is when it happened, not when it was typed. `place` is a gazetteer code of any length (cut to the district)
    or a country code (abroad); "" is unknown. All other texts are codes: "" means not collected, "unknown" means
    asked and not known.
    If the kind counts a unit once (see KINDS) and the unit has such a fact, the new one replaces it.
    Raises UncountableFact naming each field whose value is not a code.
    """
    if str(kind) not in Kind.values:
        raise UncountableFact(errors={"kind": [_("Not a kind of fact.")]})
    key = unit_key(unit)
    fact = Fact(
        kind=str(kind),
        unit_key=key,
        happened_on=_day(on),
        recorded_on=today(),
        place=to_district(place),
        sex=sex or "unknown",
        age_band=age_band or "unknown",
        nationality=nationality,
        form=form,
        domestic=domestic,
        palermo=palermo,
        outcome=outcome,
        agency_kind=agency_kind,
        agency_province=agency_province[:2],
        count=count,
        extra=dict(extra or {}),
    )
    _check(fact)
    if count < 1:
        raise UncountableFact(errors={"count": [_("A new fact counts at least one.")]})
    with transaction.atomic():
        if KINDS[Kind(fact.kind)].once:
            _lock(key)
            fact.corrects = _standing(fact.kind, key)
        fact.save(force_insert=True)
    return fact.id


def correct(
    *, kind: Kind | str, unit: Unit, fact_id: UUID | None = None, like: Mapping[str, Any] | None = None, **changes: Any
) -> UUID:
    """Replace the standing fact of this kind and unit by one with `changes` (the arguments of `write`).

    Answers the new id. `count=0` withdraws it: it was never so. Where a unit may have several, `fact_id` says which, or
    `like`: its columns and codes of extra ({"outcome": "paid", "extra__riel": 4000}); of equal ones any is the right one.
    Raises NotThere when there is nothing to correct, and UncountableFact as `write` does.
    """
    key = unit_key(unit)
    with transaction.atomic():
        _lock(key)
        earlier = _standing(str(kind), key, fact_id, like)
        if earlier is None:
            raise NotThere()
        if "on" in changes:
            changes["happened_on"] = _day(changes.pop("on"))
        if "place" in changes:
            changes["place"] = to_district(changes["place"])
        if unknown := set(changes) - CORRECTABLE:
            raise TypeError(f"A fact has no {', '.join(sorted(unknown))}")
        kept = {name: getattr(earlier, name) for name in CORRECTABLE}
        fact = Fact(kind=earlier.kind, unit_key=key, recorded_on=today(), corrects=earlier, **(kept | changes))
        _check(fact)
        fact.save(force_insert=True)
    return fact.id


CORRECTABLE = {
    "happened_on",
    "place",
    "sex",
    "age_band",
    "nationality",
    "form",
    "domestic",
    "palermo",
    "outcome",
    "agency_kind",
    "agency_province",
    "count",
    "extra",
}


def to_district(place: str) -> str:
    """Cut a gazetteer code to the district (four digits); leave a country code as it is.

    >>> to_district("18010203")
    '1801'
    """
    if not place or ABROAD.fullmatch(place):
        return place
    if not GAZETTEER.fullmatch(place):
        raise UncountableFact(errors={"place": [_("Not a place code.")]})
    return place[:4]


def _day(on: PartialDate | date) -> str:
    return str(on if isinstance(on, PartialDate) else PartialDate.of(on))


def _check(fact: Fact) -> None:
    errors: dict[str, list[Any]] = {}
    for name, code_list in LISTS.items():
        value = getattr(fact, name)
        if value not in {"", UNKNOWN} and not terms.is_code(code_list, value):
            errors[name] = [_("Not a code.")]
    for name in ("outcome", "agency_kind"):  # codes of the room that writes them
        value = getattr(fact, name)
        if value and not CODE.fullmatch(value):
            errors[name] = [_("Not a code.")]
    if not all(_is_coded(key) and _is_coded(value) for key, value in fact.extra.items()):
        errors["extra"] = [_("Not a code.")]
    for name in schema(fact.kind).faults(fact.outcome, fact.extra):
        errors["outcome" if name == "outcome" else "extra"] = [_("Not a code.")]
    if errors:
        raise UncountableFact(errors=errors)


def _is_coded(value: object) -> bool:
    if isinstance(value, list):
        return all(_is_coded(item) for item in value)
    return isinstance(value, bool | int) or (isinstance(value, str) and CODE.fullmatch(value) is not None)


def _lock(key: bytes) -> None:
    """Let one transaction at a time write facts of a unit, so that a double click is one fact."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s)", [int.from_bytes(key[:8], "big", signed=True)])


def _standing(kind: str, key: bytes, fact_id: UUID | None = None, like: Mapping[str, Any] | None = None) -> Fact | None:
    """The newest fact of that kind and unit that nothing corrects."""
    standing = Fact.objects.filter(kind=kind, unit_key=key, corrected_by__isnull=True)
    if fact_id is not None:
        standing = standing.filter(id=fact_id)
    if like is not None:
        standing = standing.filter(count__gt=0, **like)
    return standing.order_by("-recorded_on").first()


def keep_links(*, made_on: date, links: Iterable[tuple[Kind, Unit, bytes]]) -> UUID:
    """Keep a round of the linkage: (kind, unit, cluster) each; a cluster is 16 random bytes, new in every round.

    Answers the round's id; figures then show how many people stand behind them. All or nothing.
    """
    return keep_keyed_links(made_on=made_on, links=((kind, unit_key(unit), cluster) for kind, unit, cluster in links))


def keep_keyed_links(*, made_on: date, links: Iterable[tuple[Kind | str, bytes, bytes]]) -> UUID:
    """The same with keys of units (`unit_key`) that their offices made: whoever keeps the links sees no record's id."""
    with transaction.atomic():
        made = LinkRound.objects.create(made_on=made_on)
        Link.objects.bulk_create(
            (Link(round=made, kind=str(kind), unit_key=key, cluster=cluster) for kind, key, cluster in links),
            batch_size=5000,
        )
    return made.id


@dataclass(frozen=True)
class CtdcImport:
    """What an import did. `known_before` says that the same file had been taken in already, and nothing was done."""

    rows: int
    bad: tuple[BadRow, ...]
    known_before: bool


CTDC_FIELDS = (
    "row_number",
    "year",
    "sex",
    "age_band",
    "majority",
    "months",
    "citizenship",
    "exploited_in",
    "forced_labour",
    "sexual_exploitation",
    "other_exploitation",
)


def import_ctdc(
    *, lines: Iterable[str], sha256: str, name: str, progress: Callable[[int], None] = lambda rows: None
) -> CtdcImport:
    """Take in a file of the Counter-Trafficking Data Collaborative, all or nothing; bad rows are left out and listed.

    `lines` are its decoded lines, `sha256` the hash of the file as it lies on disk (the same file is taken in once),
    `progress` is told the number of rows so far. Raises `NotThisFile` for another layout.
    """
    known = CtdcFile.objects.filter(sha256=sha256).first()
    if known is not None:
        return CtdcImport(rows=known.rows, bad=(), known_before=True)
    bad: list[BadRow] = []
    rows = 0
    with transaction.atomic(), connection.cursor() as cursor:
        # The file's own row comes last, when its numbers are known: the foreign key waits until then.
        cursor.execute("set constraints all deferred")
        copy = f"copy facts_ctdcperson (file_id, {', '.join(CTDC_FIELDS)}, signs) from stdin"
        with cursor.copy(copy) as sink:
            for row in read(lines):
                if isinstance(row, BadRow):
                    bad.append(row)
                    continue
                sink.write_row((sha256, *(getattr(row, field) for field in CTDC_FIELDS), json.dumps(row.signs)))
                rows += 1
                if rows % 5000 == 0:
                    progress(rows)
        CtdcFile.objects.create(
            sha256=sha256, name=name[:200], rows=rows, bad_rows=len(bad), imported_at=timezone.now()
        )
    progress(rows)
    return CtdcImport(rows=rows, bad=tuple(bad), known_before=False)
