from django.urls import URLPattern, URLResolver, path

from rumduol.declared import views

app_name = "declared"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.listing, name="list"),
    path("new/", views.new, name="new"),
    path("lines/", views.lines, name="lines"),
    path("<uuid:declaration_id>/", views.one, name="one"),
    path("<uuid:declaration_id>/confirm/", views.confirm, name="confirm"),
    path("<uuid:declaration_id>/refuse/", views.refuse, name="refuse"),
]
