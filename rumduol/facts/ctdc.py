"""Reading the Counter-Trafficking Data Collaborative's Global Synthetic Dataset (2021 layout, 37 columns). Pure.

The file has ISO 3166 alpha-3 codes, 1 for yes, and a blank for "not stated or suppressed"; it has no zeros.
Its persons are synthetic: they keep the statistics of real ones and are none of them.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rumduol.shared.layouts import BadRow, Cells, rows_of

SEXES = {"Female", "Male", "Transgender/NonConforming"}
AGES = {"0--8", "09--17", "18--20", "21--23", "24--26", "27--29", "30--38", "39--47", "48+"}
MAJORITY = {"Minor", "Adult"}
MONTHS = {"0--12 (0-1 yr)", "13--24 (1-2 yrs)", "25--60 (2-5 yrs)", "61+ (5+ yrs)"}
COUNTRY = re.compile(r"[A-Z]{3}")
YEAR = re.compile(r"(19|20)[0-9]{2}")

LISTS = {
    "gender": SEXES,
    "ageBroad": AGES,
    "majorityStatusAtExploit": MAJORITY,
    "traffickMonths": MONTHS,
}
FORMS = ("isForcedLabour", "isSexualExploit", "isOtherExploit")
SIGNS = (
    *(
        f"meansOfControl{name}"
        for name in (
            "DebtBondage",
            "TakesEarnings",
            "Threats",
            "PsychologicalAbuse",
            "PhysicalAbuse",
            "SexualAbuse",
            "FalsePromises",
            "PsychoactiveSubstances",
            "RestrictsMovement",
            "RestrictsMedicalCare",
            "ExcessiveWorkingHours",
            "ThreatOfLawEnforce",
            "WithholdsNecessities",
            "WithholdsDocuments",
            "Other",
        )
    ),
    *(f"typeOfLabour{name}" for name in ("Agriculture", "Construction", "DomesticWork", "Hospitality", "Other")),
    *(f"typeOfSex{name}" for name in ("Prostitution", "Pornography", "Other")),
    *(f"recruiterRelation{name}" for name in ("IntimatePartner", "Friend", "Family", "Other")),
)
COLUMNS = ("yearOfRegistration", *LISTS, "citizenship", "CountryOfExploitation", *FORMS, *SIGNS)


@dataclass(frozen=True)
class Person:
    """One good row. `row_number` counts from 1 at the first row under the header."""

    row_number: int
    year: str
    sex: str
    age_band: str
    majority: str
    months: str
    citizenship: str
    exploited_in: str
    forced_labour: bool | None
    sexual_exploitation: bool | None
    other_exploitation: bool | None
    signs: tuple[str, ...]


def read(lines: Iterable[str]) -> Iterator[Person | BadRow]:
    """Yield each row as a Person or a BadRow, in the order of the file. Raises NotThisFile for a wrong header."""
    return (row if isinstance(row, BadRow) else _person(row) for row in rows_of(lines, COLUMNS))


def _person(row: Cells) -> Person | BadRow:
    cell, line = row.named, row.line
    for name, allowed in LISTS.items():
        if cell[name] and cell[name] not in allowed:
            return BadRow(line, f"{name}: {cell[name]!r} is not one of its codes")
    for name in ("citizenship", "CountryOfExploitation"):
        if cell[name] and not COUNTRY.fullmatch(cell[name]):
            return BadRow(line, f"{name}: {cell[name]!r} is not a country code of three letters")
    if cell["yearOfRegistration"] and not YEAR.fullmatch(cell["yearOfRegistration"]):
        return BadRow(line, f"yearOfRegistration: {cell['yearOfRegistration']!r} is not a year")
    for name in (*FORMS, *SIGNS):
        if cell[name] not in FLAGS:
            return BadRow(line, f"{name}: {cell[name]!r} is neither 1, 0 nor blank")
    return Person(
        row_number=row.number,
        year=cell["yearOfRegistration"],
        sex=cell["gender"],
        age_band=cell["ageBroad"],
        majority=cell["majorityStatusAtExploit"],
        months=cell["traffickMonths"],
        citizenship=cell["citizenship"],
        exploited_in=cell["CountryOfExploitation"],
        forced_labour=FLAGS[cell["isForcedLabour"]],
        sexual_exploitation=FLAGS[cell["isSexualExploit"]],
        other_exploitation=FLAGS[cell["isOtherExploit"]],
        signs=tuple(name for name in SIGNS if cell[name] == "1"),
    )


FLAGS: dict[str, bool | None] = {"1": True, "0": False, "": None}
