from django.apps import AppConfig


class ReferralsConfig(AppConfig):
    name = "rumduol.referrals"
    label = "referrals"

    def ready(self) -> None:
        """A case with a referral under way is not closed without a written reason."""
        from rumduol.cases.policies import register_obstacles
        from rumduol.referrals.queries import closure_obstacles

        register_obstacles(closure_obstacles)
