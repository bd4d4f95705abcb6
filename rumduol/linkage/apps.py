from django.apps import AppConfig


class LinkageConfig(AppConfig):
    name = "rumduol.linkage"
    label = "linkage"
