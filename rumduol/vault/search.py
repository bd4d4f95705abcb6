"""Find a name or a number among sealed records without plain text in the database.

Each office has an index key; what is stored are 64-bit keyed hashes of the phonetic keys of each word of a name and of
every one-deletion variant of each key, and of each two words of a name together, under a GIN index. A word asked for alone
meets a stored word when any hash is the same; of several words each two must meet together, as typed or with neighbours
written as one (`names.keys.search_plans`). Ranking is done by the caller after unsealing.
"""

import json
from collections.abc import Iterable
from itertools import combinations
from math import log2
from operator import itemgetter
from uuid import UUID

from django.db import connection

from rumduol.access.types import Actor
from rumduol.names import keys as name_keys
from rumduol.vault import crypto
from rumduol.vault.actions import index_key
from rumduol.vault.models import BlindIndex
from rumduol.vault.types import RecordRef

NAME, EXACT = "name", "exact"
MOST = 200
TOGETHER = 40
NEWEST = 20_000
ONE_WAY = "select 0, vault.find_blind(%s, %s, %s, %s)"
NEAREST_FIRST = """with alike as materialized (select vault.find_blind(%s, %s, %s, %s) id),
    near as materialized (select vault.find_blind(%s, %s, %s, %s) id where (select count(*) from alike) < %s)
    select 0, id from alike union all select 1, id from near"""


def index_names(*, record: RecordRef, names: Iterable[str], by: Actor) -> None:
    """(Re)make the acting office's name index of a record. Call wherever IDENTITY is sealed or first opened."""
    keys = {key for name in names for key in name_keys.index_keys(name) | name_keys.pair_keys(name)}
    hashes = crypto.blind(index_key(by), NAME, keys)
    BlindIndex.objects.update_or_create(
        record_id=record.id, office_id=by.office_id, field=NAME, defaults={"kind": record.kind, "hashes": hashes}
    )


def index_exact(*, record: RecordRef, values: Iterable[str], by: Actor) -> None:
    """(Re)make the index of exact values: telephone numbers in E.164, document numbers as typed without spaces."""
    hashes = crypto.blind(index_key(by), EXACT, {_exact(value) for value in values if value})
    BlindIndex.objects.update_or_create(
        record_id=record.id, office_id=by.office_id, field=EXACT, defaults={"kind": record.kind, "hashes": hashes}
    )


def search_names(text: str, *, by: Actor, kind: str = "") -> list[UUID]:
    """Records of the acting office in whose names every word of `text` occurs, however it is spelt; at most 200, those that
    sound the same before those a letter away."""
    words = name_keys.name_words(text)
    return _named(words, index_key(by), kind) if words else []


def search_exact(value: str, *, by: Actor, kind: str = "") -> list[UUID]:
    """Records of the acting office with exactly this telephone or document number."""
    return _find(EXACT, [_one(value, index_key(by))], kind) if _exact(value) else []


def search_both(text: str, *, exact: str, by: Actor) -> list[UUID]:
    """`search_names(text)`, then `search_exact(exact)`, the office's index key opened once. Raises NoKey."""
    key = index_key(by)
    found = _named(name_keys.name_words(text), key, "")
    if _exact(exact):
        found += _find(EXACT, [_one(exact, key)], "")
    return [*dict.fromkeys(found)]


def near_each_other(*, kind: str, by: Actor) -> list[tuple[UUID, UUID]]:
    """Pairs of the acting office's records that share rare hashes of names, or a telephone or paper; the nearest first.

    Nothing is opened: hashes of one office are compared with each other. What more than `TOGETHER` records share (a
    frequent name) says nothing; a hash counts for the less the more share it. Of an office with more than `NEWEST`
    records the newest are taken. At most `MOST` pairs.
    """
    rows = BlindIndex.objects.filter(kind=kind, office_id=by.office_id).order_by("-id")
    together: dict[tuple[str, int], list[UUID]] = {}
    for record_id, field, hashes in rows.values_list("record_id", "field", "hashes")[: 2 * NEWEST].iterator():
        for one in set(hashes):
            together.setdefault((field, one), []).append(record_id)
    near: dict[tuple[UUID, UUID], float] = {}
    for (field, _hash), records in together.items():
        if 1 < len(records) <= TOGETHER:
            weight = (3.0 if field == EXACT else 1.0) / log2(1 + len(records))
            for pair in combinations(sorted(records), 2):
                near[pair] = near.get(pair, 0.0) + weight
    return sorted(near, key=lambda pair: -near[pair])[:MOST]


def _named(words: list[str], key: bytes, kind: str) -> list[UUID]:
    ways = [_hashed(plans, key) for plans in name_keys.nearest_first(words)]
    if not ways:
        return []
    found = _find(NAME, ways, kind)
    if not found and len(words) > 1:  # names indexed by an earlier version, word by word
        found = _find(NAME, [_hashed(name_keys.word_plans(words), key)], kind)
    return found


def _hashed(plans: list[list[frozenset[str]]], key: bytes) -> list[list[list[int]]]:
    return [[crypto.blind(key, NAME, spellings) for spellings in plan] for plan in plans]


def _one(value: str, key: bytes) -> list[list[list[int]]]:
    return [[crypto.blind(key, EXACT, [_exact(value)])]]


def _find(field: str, ways: list[list[list[list[int]]]], kind: str) -> list[UUID]:
    """What the first way finds, then the second (if there is one) unless the first found MOST; at most MOST. Through a
    function inside the wall: behind row security the index on the hashes could not be used."""
    values = [value for plans in ways for value in (field, kind, json.dumps(plans), MOST)]
    with connection.cursor() as cursor:
        cursor.execute(NEAREST_FIRST if len(ways) > 1 else ONE_WAY, [*values, MOST] if len(ways) > 1 else values)
        found = sorted(cursor.fetchall(), key=itemgetter(0))
    return [*dict.fromkeys(record_id for _way, record_id in found)][:MOST]


def _exact(value: str) -> str:
    return "".join(value.split()).casefold()
