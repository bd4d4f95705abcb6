from django.apps import AppConfig


class AgenciesConfig(AppConfig):
    name = "rumduol.agencies"
    label = "agencies"
