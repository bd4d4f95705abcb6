from django.apps import AppConfig


class JusticeConfig(AppConfig):
    name = "rumduol.justice"
