from django.apps import AppConfig


class DemoConfig(AppConfig):
    """Not a room: the invented nation, for trying the system and for its tests. Refused in production."""

    name = "demo"
    label = "demo"

    def ready(self) -> None:
        from demo.truth import of_round
        from rumduol.linkage.measuring import planted_by

        planted_by(of_round)
