from django.apps import AppConfig


class FactsConfig(AppConfig):
    name = "rumduol.facts"
    label = "facts"
