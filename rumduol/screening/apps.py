from django.apps import AppConfig


class ScreeningConfig(AppConfig):
    name = "rumduol.screening"
    label = "screening"
