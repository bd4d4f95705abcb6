from django.urls import URLPattern, URLResolver, path

from rumduol.directory import views

app_name = "directory"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.search, name="search"),
    path("unmet/record/", views.unmet, name="unmet"),
    path("unmet/", views.unmet_list, name="unmet_list"),
    path("providers/", views.listing, name="list"),
    path("providers/new/", views.new, name="new"),
    path("providers/<uuid:provider_id>/", views.provider, name="provider"),
    path("providers/<uuid:provider_id>/edit/", views.edit, name="edit"),
    path("providers/<uuid:provider_id>/services/new/", views.service, name="service_new"),
    path("providers/<uuid:provider_id>/services/<uuid:service_id>/", views.service, name="service"),
    path("providers/<uuid:provider_id>/places/", views.free_places, name="places"),
    path("providers/<uuid:provider_id>/agreement/", views.agreement, name="agreement"),
    path("providers/<uuid:provider_id>/check/", views.check, name="check"),
    path("providers/<uuid:provider_id>/whereabouts/", views.whereabouts, name="whereabouts"),
    path("help-lines/", views.help_lines, name="help_lines"),
    path("help-lines/<uuid:help_id>/verify/", views.verify, name="verify"),
]
