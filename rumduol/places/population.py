"""How many people live where: the denominators of rates. Source and kind of figure travel with every number."""

from dataclasses import dataclass

from rumduol.places.gazetteer import data


@dataclass(frozen=True, slots=True)
class Population:
    """Persons. `female` and `male` are None where no source tells them; `estimate` is False for a count."""

    year: int
    place: str
    total: int
    female: int | None
    male: int | None
    estimate: bool
    source: str
    note: str = ""

    def of_sex(self, sex: str) -> int | None:
        """Persons of a code of list "sex"; None for codes nobody counted."""
        return {"female": self.female, "male": self.male}.get(sex)


def population(year: int, place: str = "") -> Population | None:
    """The population of a year: of the country ("" as place), or of a province in the year of the census.

    None when no source is at hand (provinces outside the census year, districts and below): no figure is made up.
    """
    census, estimates = data("population")["census"], data("population")["estimates"]
    if place:
        total = census["provinces"].get(place) if year == census["year"] else None
        if total is None:
            return None
        return Population(year, place, total, None, None, False, census["source"], census["note"])
    total = estimates["total"].get(str(year))
    if total is None:
        return None
    female = round(total * census["female"] / census["total"])
    return Population(year, "", total, female, total - female, True, estimates["source"], estimates["note"])


def census(place: str = "") -> Population | None:
    """The last count, of the country or of a province; None below the province."""
    counted = data("population")["census"]
    if place:
        return population(counted["year"], place)
    return Population(
        counted["year"],
        "",
        counted["total"],
        counted["female"],
        counted["male"],
        False,
        counted["source"],
        counted["note"],
    )
