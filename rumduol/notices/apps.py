from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "rumduol.notices"
    label = "notices"
