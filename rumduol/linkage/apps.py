from django.apps import AppConfig


class LinkageConfig(AppConfig):
    name = "rumduol.linkage"
    label = "linkage"

    def ready(self) -> None:
        from rumduol.indicators.beside import stand_beside
        from rumduol.indicators.linkage import fill
        from rumduol.linkage.giving import linked_rounds
        from rumduol.linkage.showing import beside_figure

        stand_beside("linkage/beside.html", beside_figure)
        fill(linked_rounds)
