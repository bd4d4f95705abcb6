"""What is hidden and why: specs of the suppression. Rendered into docs/figures.md."""

from dataclasses import dataclass


@dataclass(frozen=True)
class HidingSpec:
    """Tables drawn with their totals as sums; `shown` has "s" where a cell is hidden. The threshold is 5."""

    title: str
    text: str
    exact: str
    shown: str


HIDING = (
    HidingSpec(
        "Nothing small, nothing hidden",
        "Every cell counts nobody or at least five people, so all is shown. A zero counts nobody and is a zero.",
        """
        place | female | male   | total
        08    | 101    | 0      | 101 + 0
        18    | 5      | 102    | 5 + 102
        total | 101 + 5 | 0 + 102 | 101 + 5 + 102
        """,
        """
        place | female | male | total
        08    | 101    | 0    | 101
        18    | 5      | 102  | 107
        total | 106    | 102  | 208
        """,
    ),
    HidingSpec(
        "One small cell takes three others with it",
        "If only the 3 were hidden, 3 = 104 - 101 could be computed in its row and in its column. One more cell in the"
        " row, one in the column, and the one where those two meet: now each sum has two unknowns.",
        """
        place | female   | male     | total
        08    | 3        | 101      | 3 + 101
        18    | 102      | 104      | 102 + 104
        total | 3 + 102  | 101 + 104 | 3 + 101 + 102 + 104
        """,
        """
        place | female | male | total
        08    | s      | s    | 104
        18    | s      | s    | 206
        total | 105    | 205  | 310
        """,
    ),
    HidingSpec(
        "The cheapest cells are hidden",
        "Of three provinces, the one with the smaller numbers covers the small cell; the largest stays as it is.",
        """
        place | female   | male     | total
        08    | 3        | 50       | 3 + 50
        12    | 20       | 30       | 20 + 30
        18    | 200      | 300      | 200 + 300
        total | 3 + 20 + 200 | 50 + 30 + 300 | 3 + 50 + 20 + 30 + 200 + 300
        """,
        """
        place | female | male | total
        08    | s      | s    | 53
        12    | s      | s    | 50
        18    | 200    | 300  | 500
        total | 223    | 380  | 603
        """,
    ),
    HidingSpec(
        "Two ones do not protect each other",
        "Hidden cells are known to be at least 1, because zeros are shown. Two hidden cells that together make 2 can only"
        " be 1 and 1. So more is hidden, until each small cell could as well be something else.",
        """
        place | female | male | other | total
        08    | 1      | 1    | 40    | 1 + 1 + 40
        18    | 1      | 1    | 60    | 1 + 1 + 60
        total | 1 + 1  | 1 + 1 | 40 + 60 | 1 + 1 + 40 + 1 + 1 + 60
        """,
        """
        place | female | male | other | total
        08    | s      | s    | s     | 42
        18    | s      | s    | s     | 62
        total | s      | s    | s     | 104
        """,
    ),
    HidingSpec(
        "A small total is small",
        "Where all the people of a row are fewer than five, the total of the row is hidden too, and zeros in it are not.",
        """
        place | female  | male | total
        08    | 2       | 0    | 2 + 0
        12    | 30      | 40   | 30 + 40
        18    | 50      | 60   | 50 + 60
        total | 2 + 30 + 50 | 0 + 40 + 60 | 2 + 30 + 40 + 50 + 60
        """,
        """
        place | female | male | total
        08    | s      | 0    | s
        12    | s      | 40   | s
        18    | 50     | 60   | 110
        total | 82     | 100  | 182
        """,
    ),
)
