"""The releases that documents are made of."""

from collections.abc import Iterable

from rumduol.release import queries as release
from rumduol.release.datasets import dataset
from rumduol.release.formats.dataset import Dataset

ADDRESS = "/{lang}/figures/{number}/"


def datasets(years: Iterable[int], lang: str) -> list[Dataset]:
    """Standing releases of whole calendar years, with words in Khmer or English."""
    wanted = {str(year) for year in years}
    return [
        dataset(one, lang=lang, address=ADDRESS.format(lang=lang, number=one.number))
        for one in release.standing()
        if one.period in wanted
    ]
