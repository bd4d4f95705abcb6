from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "rumduol.audit"
    label = "audit"
