from django.apps import AppConfig


class OperationsConfig(AppConfig):
    name = "rumduol.operations"
    label = "operations"
