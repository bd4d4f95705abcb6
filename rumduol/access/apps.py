from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "rumduol.access"
    label = "access"
