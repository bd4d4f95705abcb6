from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "rumduol.web"
    label = "web"
