from django.apps import AppConfig


class DraftsConfig(AppConfig):
    name = "rumduol.drafts"
    label = "drafts"
