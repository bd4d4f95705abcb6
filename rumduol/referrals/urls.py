from django.urls import URLPattern, URLResolver, path

from rumduol.referrals import answer_views, consent_views, views

app_name = "referrals"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.listing, name="list"),
    path("case/<uuid:case_id>/", views.of_case, name="case"),
    path("case/<uuid:case_id>/new/", views.new, name="new"),
    path("case/<uuid:case_id>/unmet/", views.unmet, name="unmet"),
    path("<uuid:referral_id>/", views.referral, name="referral"),
    path("<uuid:referral_id>/need/", views.need, name="need"),
    path("<uuid:referral_id>/provider/", views.provider, name="provider"),
    path("<uuid:referral_id>/decision/", consent_views.decision, name="decision"),
    path("<uuid:referral_id>/check/", views.check, name="check"),
    path("<uuid:referral_id>/withdraw/", views.withdraw, name="withdraw"),
    path("<uuid:referral_id>/give-up/", views.give_up, name="give_up"),
    path("<uuid:referral_id>/hand-over/", views.hand_over, name="hand_over"),
    path("<uuid:referral_id>/close/", views.close, name="close"),
    path("<uuid:referral_id>/accept/", answer_views.accept, name="accept"),
    path("<uuid:referral_id>/decline/", answer_views.decline, name="decline"),
    path("<uuid:referral_id>/admit/", answer_views.admit, name="admit"),
    path("<uuid:referral_id>/end/", answer_views.end, name="end"),
    path("<uuid:referral_id>/way/", answer_views.show_way, name="way"),
    path("<uuid:referral_id>/open/<slug:part>/", answer_views.open_part, name="open"),
    path("consents/<uuid:consent_id>/withdraw/", consent_views.withdraw, name="withdraw_consent"),
]
