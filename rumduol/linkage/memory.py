"""Whether a list fits into the memory that is left, said before it is read: the only bound on how long a list may be."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from rumduol.encoding import room
from rumduol.encoding.filters import Shape
from rumduol.shared.errors import InvalidInput, WrongState

A_LINE = 3_600  # bytes: a person in plain, its encoding twice, its number here and in the sealed list (measured: docs/linkage.md)
A_CODE = 2_400  # bytes: a line that came encoded already
MOST_LINES = 1_000_000  # the encodings of a list are one field of the database, which holds a gigabyte
GIGA = 1e9


class TooLong(InvalidInput):
    """The list does not fit, with what it needs and what there is."""


class NoRoomToMatch(WrongState):
    """The lists do not fit together."""


def check_room_to_encode(lines: int, *, encoded: bool = False) -> None:
    """TooLong for a list of so many lines. `encoded`: it was encoded elsewhere."""
    if lines > MOST_LINES:
        raise TooLong(
            errors={"file": [_("This list has %(n)s lines; at most %(most)s are matched. Take a shorter period.")
                             % {"n": f"{lines:,}", "most": f"{MOST_LINES:,}"}]}
        )  # fmt: skip
    need, left = room.ROOM_FOR_CODE + lines * (A_CODE if encoded else A_LINE), room.available()
    if left is not None and need > left * (1 - room.KEPT_FREE):
        raise TooLong(
            errors={"file": [_("This list has %(n)s lines. To take it in needs about %(need)s GB of memory, and %(left)s GB is "
                               "free here. Take a shorter period, or encode it on a computer of your office with ./run encode.")
                             % {"n": f"{lines:,}", "need": _giga(need), "left": _giga(left)}]}
        )  # fmt: skip


def check_room_to_match(sizes: Sequence[int], shape: Shape) -> None:
    """NoRoomToMatch for lists of these lengths: all lie in memory while two are compared."""
    first, second, *rest = sorted(sizes, reverse=True)
    each = sum(shape.words) * 8 + sum(shape.keys) * 2
    need, left = room.needed(first, second, shape) + sum(rest) * (2 * each + 250), room.available()
    if left is not None and need > left * (1 - room.KEPT_FREE):
        raise NoRoomToMatch(
            _("Matching these lists needs about %(need)s GB of memory, and %(left)s GB is free here. Open rounds of shorter "
              "periods, or match on a machine with more memory.") % {"need": _giga(need), "left": _giga(left)}
        )  # fmt: skip


def lines_of(content: bytes) -> int:
    """How many lines a file has, without reading them."""
    return content.count(b"\n") + (not content.endswith(b"\n"))


def _giga(number: float) -> str:
    return f"{max(number, 0) / GIGA:.1f}"
