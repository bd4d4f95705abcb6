from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    name = "rumduol.directory"
    label = "directory"
