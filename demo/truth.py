"""What was planted in the demo nation's round of matching, for the page that shows how well it was found."""

from demo.models import PlantedRound
from rumduol.linkage.measuring import Planted


def keep(number: str, truth: Planted) -> None:
    """Beside the round's number and nothing else: no person and no line."""
    PlantedRound.objects.create(
        number=number, people=truth.people, lists={str(bits): people for bits, people in truth.lists.items()}
    )


def of_round(number: str) -> Planted | None:
    found = PlantedRound.objects.filter(number=number).first()
    return Planted(found.people, {int(bits): people for bits, people in found.lists.items()}) if found else None
