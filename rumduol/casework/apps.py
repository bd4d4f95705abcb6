from django.apps import AppConfig


class CaseworkConfig(AppConfig):
    name = "rumduol.casework"
    label = "casework"
