from django.apps import AppConfig


class ReleaseConfig(AppConfig):
    name = "rumduol.release"
    label = "release"
