from django.apps import AppConfig


class TermsConfig(AppConfig):
    name = "rumduol.terms"
    label = "terms"
