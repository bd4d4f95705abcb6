from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "rumduol.cases"
    label = "cases"
