from django.apps import AppConfig


class VaultConfig(AppConfig):
    name = "rumduol.vault"
    label = "vault"
