from django.apps import AppConfig


class DeclaredConfig(AppConfig):
    name = "rumduol.declared"
    label = "declared"
