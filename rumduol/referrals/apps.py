from django.apps import AppConfig


class ReferralsConfig(AppConfig):
    name = "rumduol.referrals"
    label = "referrals"
