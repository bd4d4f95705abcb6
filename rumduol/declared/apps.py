from django.apps import AppConfig


class DeclaredConfig(AppConfig):
    name = "rumduol.declared"
    label = "declared"

    def ready(self) -> None:
        from rumduol.declared.showing import beside_figure
        from rumduol.indicators.beside import stand_beside

        stand_beside("declared/beside.html", beside_figure)
