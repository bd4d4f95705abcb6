from django.apps import AppConfig


class SharedConfig(AppConfig):
    name = "rumduol.shared"
    label = "shared"
