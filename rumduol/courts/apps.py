from django.apps import AppConfig


class CourtsConfig(AppConfig):
    name = "rumduol.courts"
    label = "courts"
