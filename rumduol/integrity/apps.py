from django.apps import AppConfig


class IntegrityConfig(AppConfig):
    name = "rumduol.integrity"
    label = "integrity"
