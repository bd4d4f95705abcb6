from django.apps import AppConfig


class SigninConfig(AppConfig):
    name = "rumduol.signin"
    label = "signin"
