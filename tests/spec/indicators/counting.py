"""What counts, where and when: specs of the indicators. Rendered into docs/figures.md."""

from dataclasses import dataclass


@dataclass(frozen=True)
class CountingSpec:
    """Facts drawn in a table, an indicator, a period, breakdowns, and the cells that are not zero."""

    title: str
    text: str
    facts: str
    indicator: str
    period: str
    by: tuple[str, ...]
    expected: str


COUNTING = (
    CountingSpec(
        "A person counts where and when it happened",
        "The day of the event decides, not the day of entry. A date known only to its month or year counts in the"
        " periods that hold the whole of it: the third fact is in 2026 and in no quarter.",
        """
        no | unit | kind   | on         | place | sex    | outcome    | count | corrects
        1  | a    | victim | 2026-03-14 | 1801  | female | identified | 101   |
        2  | b    | victim | 2026-03    | 1802  | female | presumed   | 102   |
        3  | c    | victim | 2026       | 1801  | male   | identified | 104   |
        4  | d    | victim | 2026-04-01 | 1801  | male   | identified | 108   |
        5  | e    | victim | 2025-12-31 | 1801  | male   | identified | 116   |
        """,
        "victims",
        "2026-Q1",
        ("province", "sex"),
        """
        province | sex    | number
        18       | female | 101 + 102
        """,
    ),
    CountingSpec(
        "The same facts over the year",
        "Over a whole year, the fact known only to its year counts too.",
        """
        no | unit | kind   | on         | place | sex    | outcome    | count | corrects
        1  | a    | victim | 2026-03-14 | 1801  | female | identified | 101   |
        2  | b    | victim | 2026-03    | 1802  | female | presumed   | 102   |
        3  | c    | victim | 2026       | 1801  | male   | identified | 104   |
        4  | d    | victim | 2026-04-01 | 1801  | male   | identified | 108   |
        5  | e    | victim | 2025-12-31 | 1801  | male   | identified | 116   |
        """,
        "victims",
        "2026",
        ("sex",),
        """
        sex    | number
        female | 101 + 102
        male   | 104 + 108
        """,
    ),
    CountingSpec(
        "A correction replaces, and a withdrawn fact is gone",
        "Facts are never changed. A mistake is put right by a further fact; the newest of the chain counts. A count of 0"
        " says that it was never so.",
        """
        no | unit | kind   | on         | place | sex     | outcome    | count | corrects
        1  | a    | victim | 2026-03-14 | 1801  | unknown | presumed   | 101   |
        2  | a    | victim | 2026-03-14 | 1801  | female  | presumed   | 101   | 1
        3  | a    | victim | 2026-03-14 | 1801  | female  | identified | 102   | 2
        4  | b    | victim | 2026-05-01 | 1801  | male    | presumed   | 104   |
        5  | b    | victim | 2026-05-01 | 1801  | male    | presumed   | 0     | 4
        """,
        "victims",
        "2026",
        ("sex", "outcome"),
        """
        sex    | outcome    | number
        female | identified | 102
        """,
    ),
    CountingSpec(
        "What was found is told of the person, by the day of the request",
        "The outcome of a person in a request is that of the verification of the same person, whenever it took place;"
        " until then the person is waiting.",
        """
        no | unit | kind              | on         | place | sex    | outcome        | count | corrects
        1  | a    | person_in_request | 2026-03-30 | 1801  | female |                | 1     |
        2  | a    | verification      | 2026-04-02 | 1801  | female | found          | 1     |
        3  | b    | person_in_request | 2026-03-30 | 1801  | male   |                | 1     |
        4  | b    | verification      | 2026-04-02 | 1801  | male   | not_at_place   | 1     |
        5  | b    | verification      | 2026-04-09 | 1801  | male   | other_province | 1     | 4
        6  | c    | person_in_request | 2026-03-31 | 0801  | male   |                | 7     |
        7  | d    | person_in_request | 2026-04-01 | 0801  | male   |                | 9     |
        """,
        "requests",
        "2026-03",
        ("province", "outcome"),
        """
        province | outcome        | number
        18       | found          | 1
        18       | other_province | 1
        08       | waiting        | 7
        """,
    ),
    CountingSpec(
        "Unknown and not collected are values",
        "Somebody whose nationality was asked and is not known, and somebody of whom it was never asked, are two rows of"
        " the table and none of them is zero. A nationality outside the list is counted as other.",
        """
        no | unit | kind              | on         | nationality | sex    | count | corrects
        1  | a    | person_in_request | 2026-01-01 | VN          | female | 101   |
        2  | b    | person_in_request | 2026-01-01 | unknown     | female | 102   |
        3  | c    | person_in_request | 2026-01-01 |             | female | 104   |
        4  | d    | person_in_request | 2026-01-01 | FJ          | female | 108   |
        5  | e    | person_in_request | 2026-01-01 | NP          | male   | 116   |
        """,
        "requests",
        "2026-01",
        ("nationality",),
        """
        nationality   | number
        VN            | 101
        unknown       | 102
        not_collected | 104
        other         | 108 + 116
        """,
    ),
    CountingSpec(
        "Narrow codes are counted under their group",
        "Brick making and fishing are forced labour; a girl of 9 to 17 and somebody known only to be a child are children.",
        """
        no | unit | kind   | on         | form           | age_band | sex    | outcome    | count | corrects
        1  | a    | victim | 2026-01-01 | labour_bricks  | 9-17     | female | identified | 101   |
        2  | b    | victim | 2026-01-01 | labour_fishing | child    | male   | identified | 102   |
        3  | c    | victim | 2026-01-01 | labour_fishing | 21-23    | male   | presumed   | 104   |
        4  | d    | victim | 2026-01-01 |                | unknown  | male   | presumed   | 108   |
        """,
        "victims",
        "2026-01",
        ("form", "age"),
        """
        form          | age     | number
        labour        | child   | 101 + 102
        labour        | adult   | 104
        not_collected | unknown | 108
        """,
    ),
    CountingSpec(
        "National law and the Palermo definition stand side by side",
        "The same event may be trafficking under one and not under the other. Both are kept, and neither is derived"
        " from the other.",
        """
        no | unit | kind   | on         | domestic            | palermo           | outcome    | count | corrects
        1  | a    | victim | 2026-01-01 | trafficking         | trafficking       | identified | 101   |
        2  | b    | victim | 2026-01-01 | sexual_exploitation | child_trafficking | identified | 102   |
        3  | c    | victim | 2026-01-01 | trafficking         | not_trafficking   | identified | 104   |
        4  | d    | victim | 2026-01-01 |                     | unknown           | presumed   | 108   |
        """,
        "victims",
        "2026-01",
        ("domestic", "palermo"),
        """
        domestic            | palermo           | number
        trafficking         | trafficking       | 101
        sexual_exploitation | child_trafficking | 102
        trafficking         | not_trafficking   | 104
        not_collected       | unknown           | 108
        """,
    ),
)
