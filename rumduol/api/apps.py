from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "rumduol.api"
    label = "api"
