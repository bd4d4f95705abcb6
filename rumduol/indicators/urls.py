from django.urls import URLPattern, URLResolver, path

from rumduol.indicators import views

app_name = "indicators"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.figures, name="figures"),
    path("justice/", views.justice_funnel, name="funnel"),
    path("check/", views.check, name="check"),
    path("catalogue/", views.catalogue_list, name="catalogue"),
    path("catalogue/<slug:code>/", views.one, name="one"),
    path("reports/<slug:code>/", views.outside, name="outside"),
    path("ctdc/", views.ctdc, name="ctdc"),
]
