from django.urls import URLPattern, URLResolver, path

from rumduol.linkage import looking_views, views

app_name = "linkage"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.listing, name="list"),
    path("new/", views.new, name="new"),
    path("<uuid:round_id>/", views.one_round, name="round"),
    path("<uuid:round_id>/agree/", views.agree, name="agree"),
    path("<uuid:round_id>/decline/", views.decline, name="decline"),
    path("<uuid:round_id>/go-on/", views.go_on, name="go_on"),
    path("<uuid:round_id>/encode/", views.encode, name="encode"),
    path("<uuid:round_id>/secret/", views.secret, name="secret"),
    path("<uuid:round_id>/progress/", views.work, name="progress"),
    path("<uuid:round_id>/match/", views.match, name="match"),
    path("<uuid:round_id>/review/", looking_views.review, name="review"),
    path("<uuid:round_id>/end-review/", views.end_review, name="end_review"),
    path("<uuid:round_id>/approve/", views.approve, name="approve"),
    path("<uuid:round_id>/close/", views.close, name="close"),
    path("<uuid:round_id>/cancel/", views.cancel, name="cancel"),
    path("<uuid:round_id>/estimate/", looking_views.estimate, name="estimate"),
]
