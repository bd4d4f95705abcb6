"""Tables as offices print them, and what the reconciliation says of each. For statisticians to read."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Spec:
    """`table` as printed. `wrong`: cells of totals (or parts) that fail, with printed less computed.
    `one_of`: if only one cell is wrong, it is one of these. `said`: what tables.toml adds."""

    title: str
    text: str
    table: str
    wrong: tuple[str, ...] = ()
    one_of: tuple[str, ...] = ()
    said: str = ""


SPECS = (
    Spec(
        "A table that adds up",
        "Rows and columns called a total, in Khmer or in English, are sums of the others. Nothing is said.",
        """
        ខេត្ត    | ប្រុស | ស្រី | សរុប
        កែប     | ១០១  | ១០២  | ២០៣
        ប៉ៃលិន   | ១០៤  | ១០៨  | ២១២
        សរុប    | ២០៥  | ២១០  | ៤១៥
        """,
    ),
    Spec(
        "One wrong number is wrong in its row and in its column",
        "14 was typed for 104. Its row and its column fail by the same 90, and only that cell lies in both.",
        """
        province | male | female | total
        Kep      | 101  | 102    | 203
        Pailin   | 14   | 108    | 212
        Total    | 205  | 210    | 415
        """,
        ("B4 +90", "D3 +90"),
        ("B3",),
    ),
    Spec(
        "With one kind of sums only, each of its cells may be the wrong one",
        "Without a total column nobody can say which of the three it is. None is put right.",
        """
        province | requests
        Kep      | 21
        Pailin   | 40
        Total    | 71
        """,
        ("B4 +10",),
        ("B2", "B3", "B4"),
    ),
    Spec(
        "Fewer than five is a number that is not printed, and no fault",
        "The hidden number can be 0 to 4. 9 is possible; 10 would not be.",
        """
        province | requests
        Kep      | <5
        Pailin   | 5
        Total    | 9
        """,
    ),
    Spec(
        "Fewer than five is still fewer than five",
        "The hidden number can be 0 to 4: the total is at most 9, and 5 at least 6.",
        """
        province | requests
        Kep      | <5
        Pailin   | 5
        Total    | 10
        """,
        ("B4 +1",),
        ("B3", "B4"),
    ),
    Spec(
        "Unknown with its sources, a footnote, and a dash",
        "As the tables of the US Department of Labor print them. A dash may be nothing or not collected, so it is unknown.",
        """
        office | inspections   | at the worksite
        A      | 1,824(2)      | 1,309
        B      | Unknown (15,65) | -
        Total  | 2,000         | 1,309
        """,
    ),
    Spec(
        "Women of all persons",
        "Total and women side by side, as Cambodian reports print them: women are part of the total, and not all of it.",
        """
        ខេត្ត   | សរុប | ស្រី
        កែប    | 10  | 4
        ប៉ៃលិន  | 12  | 13
        """,
        ("C3 +1",),
        ("B3", "C3"),
    ),
    Spec(
        "A part named in tables.toml",
        "Persons and girls are no totals by name. What the reader knows can be said.",
        """
        province | persons | girls
        Kep      | 21      | 12
        Pailin   | 3       | 30
        """,
        ("C3 +27",),
        ("B3", "C3"),
        'part_of = ["girls <= persons"]',
    ),
    Spec(
        "A sum in a sentence",
        '"Of 220 returnees 113 had been forced to marry, 54 to work, 3 were exploited sexually." The three make 170.',
        """
        figure    | persons
        returnees | 220
        marriage  | 113
        labour    | 54
        sexual    | 3
        """,
        ("B2 +50",),
        ("B2", "B3", "B4", "B5"),
        """
        [[sum]]
        name = "returnees by form"
        parts = ["t.persons.marriage", "t.persons.labour", "t.persons.sexual"]
        total = "t.persons.returnees"
        """,
    ),
    Spec(
        "A percentage and its counts",
        "1 of 8 is 12.5: both 12 and 13 are right without decimals. 3 of 8 is 37.5, and not 35.7.",
        """
        province | persons | girls | share
        Kep      | 8       | 1     | 12%
        Pailin   | 8       | 1     | 13%
        Takeo    | 8       | 3     | 35.7%
        """,
        ("D4 -1.8",),
        ("D4",),
        """
        [[share]]
        name = "girls"
        part = "girls"
        whole = "persons"
        percent = "share"
        """,
    ),
    Spec(
        "A long table",
        "A column for each dimension. Each Total is the sum over its own dimension, the others held still.",
        """
        sex   | age   | n
        f     | child | 101
        f     | adult | 102
        f     | Total | 203
        m     | child | 104
        m     | adult | 801
        m     | Total | 212
        Total | child | 205
        Total | adult | 210
        Total | Total | 415
        """,
        ("C7 -693", "C9 -693"),
        ("C6",),
    ),
    Spec(
        "Subtotals",
        "Each subtotal sums the rows since the one before it, the grand total all of them. The subtotal is wrong alone.",
        """
        place       | n   | m
        Kep         | 101 | 1
        Kampot      | 102 | 2
        Subtotal    | 203 | 3
        Pailin      | 104 | 4
        Takeo       | 108 | 5
        Subtotal    | 221 | 9
        Grand total | 415 | 12
        """,
        ("B7 +9",),
        ("B7",),
    ),
    Spec(
        "The same total twice",
        "Above and below the rows. The two differ, and the rows agree with the upper one.",
        """
        province | n
        Total    | 203
        Kep      | 101
        Kampot   | 102
        Total    | 230
        """,
        ("B5 +27", "B5 +27"),
        ("B5",),
    ),
)
