from django.apps import AppConfig


class NamesConfig(AppConfig):
    name = "rumduol.names"
    label = "names"
