"""Denominators: the census adds up, estimates say that they are estimates, and what nobody counted is None."""

from rumduol.places.gazetteer import data
from rumduol.places.population import census, population


def test_the_census_adds_up() -> None:
    counted = data("population")["census"]
    assert counted["female"] + counted["male"] == counted["total"] == 15_552_211
    assert set(counted["provinces"]) == set(data("provinces"))
    assert sum(counted["provinces"].values()) == counted["total"]


def test_national_estimates_grow_and_split_by_sex() -> None:
    years = [population(year) for year in range(2015, 2027)]
    totals = [p.total for p in years if p]
    assert len(totals) == 12
    assert totals == sorted(totals)
    for p in years:
        assert p
        assert p.estimate
        assert p.source
        assert p.of_sex("female") + p.of_sex("male") == p.total  # type: ignore[operator]
        assert p.of_sex("other") is None


def test_what_no_source_tells_is_none() -> None:
    assert population(2014) is None
    assert population(2024, "12") is None
    assert population(2019, "1201") is None
    assert census("0110") is None


def test_census_is_a_count() -> None:
    country, capital = census(), census("12")
    assert country
    assert capital
    assert not country.estimate
    assert country.of_sex("female") == 7_980_374
    assert capital.total == 2_281_951
    assert capital.female is None
