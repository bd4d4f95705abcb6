from django.apps import AppConfig


class LawConfig(AppConfig):
    name = "rumduol.law"
    label = "law"

    def ready(self) -> None:
        from rumduol.law import checks  # noqa: F401  # registers the check of the data files
