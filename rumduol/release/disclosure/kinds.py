"""What a cell of a published table can be. Six different things; only one of them is a number other than nought."""

from enum import IntEnum


class Kind(IntEnum):
    """The kind of a cell, on screen, in files and in the API. The codes are small, so that an array of them is bytes."""

    NUMBER = 0
    ZERO = 1  # counted, and there was nobody
    SUPPRESSED = 2  # counted, and not shown
    UNKNOWN = 3  # asked, and the answer is not known
    NOT_COLLECTED = 4  # never asked
    NOT_APPLICABLE = 5  # cannot be: no such combination exists

    @property
    def code(self) -> str:
        """The word in our own files and in the API."""
        return self.name.lower()

    @property
    def observation_status(self) -> str:
        """The code in SDMX files: cross-domain code list CL_OBS_STATUS, version 2.2 (A, Q, O, L, M)."""
        return _STATUS[self]

    @property
    def mark(self) -> str:
        """What stands in a cell that has no number; empty for the two that have one."""
        return _MARKS[self]

    @property
    def has_number(self) -> bool:
        return self in {Kind.NUMBER, Kind.ZERO}


_STATUS = {
    Kind.NUMBER: "A",
    Kind.ZERO: "A",
    Kind.SUPPRESSED: "Q",
    Kind.UNKNOWN: "O",
    Kind.NOT_COLLECTED: "L",
    Kind.NOT_APPLICABLE: "M",
}
_MARKS = {
    Kind.NUMBER: "",
    Kind.ZERO: "",
    Kind.SUPPRESSED: "s",
    Kind.UNKNOWN: "u",
    Kind.NOT_COLLECTED: "..",
    Kind.NOT_APPLICABLE: "–",
}
