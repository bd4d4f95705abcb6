from django.apps import AppConfig


class DemoConfig(AppConfig):
    """Not a room: the invented nation, for trying the system and for its tests. Refused in production."""

    name = "demo"
    label = "demo"
