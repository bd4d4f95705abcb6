from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "rumduol.reports"
    label = "reports"
