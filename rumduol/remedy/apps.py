from django.apps import AppConfig


class RemedyConfig(AppConfig):
    name = "rumduol.remedy"
    label = "remedy"
