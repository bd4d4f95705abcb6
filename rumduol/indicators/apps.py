from django.apps import AppConfig


class IndicatorsConfig(AppConfig):
    name = "rumduol.indicators"
    label = "indicators"
