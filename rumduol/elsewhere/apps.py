from django.apps import AppConfig


class ElsewhereConfig(AppConfig):
    name = "rumduol.elsewhere"
    label = "elsewhere"
