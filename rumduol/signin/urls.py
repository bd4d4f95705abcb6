from django.urls import URLPattern, URLResolver, path

from rumduol.signin import office_views, views

app_name = "signin"
urlpatterns: list[URLPattern | URLResolver] = [
    path("sign-in/", views.sign_in, name="sign_in"),
    path("second-factor/", views.second_factor, name="second_factor"),
    path("enrol/", views.enrol, name="enrol"),
    path("sign-out/", views.sign_out, name="sign_out"),
    path("welcome/", views.welcome, name="welcome"),
    path("", views.profile, name="profile"),
    path("passkey/", views.add_passkey, name="add_passkey"),
    path("password/", views.password, name="password"),
    path("act-as/<uuid:membership_id>/", views.act_as, name="act_as"),
    path("history/", views.history, name="history"),
    path("office/", office_views.colleagues, name="colleagues"),
    path("office/hand-on/<uuid:person_id>/", office_views.hand_on, name="hand_on"),
    path("office/key/", office_views.office_key, name="office_key"),
    path("office/recovery/", office_views.recovery, name="recovery"),
    path("people/", office_views.people, name="people"),
    path("people/<uuid:person_id>/", office_views.person, name="person"),
]
