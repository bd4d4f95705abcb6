from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "rumduol.intake"
    label = "intake"
