"""What only the database may put together: it answers with counts, or with what goes to the figures."""

from django.db import connection

from rumduol.linkage.models import Round


def known_pairs(one: Round) -> dict[tuple[int, int], tuple[int, int]]:
    """Of each two lists: how many lines stand for the same record on both, and how many of these were found."""
    with connection.cursor() as cursor:
        cursor.execute("select one, other, known, found from linkage_known(%s)", [one.id])
        return {(a, b): (int(known), int(found)) for a, b, known, found in cursor.fetchall()}


def links_for_figures(one: Round) -> list[tuple[str, bytes, bytes]]:
    """(kind of fact, key of its unit, cluster) of every line that the figures know; for whoever approves, once."""
    with connection.cursor() as cursor:
        cursor.execute("select kind, unit_key, cluster from linkage_links(%s)", [one.id])
        return [(kind, bytes(key), bytes(cluster)) for kind, key, cluster in cursor.fetchall()]
