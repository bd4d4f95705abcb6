from django.apps import AppConfig


class PlacesConfig(AppConfig):
    name = "rumduol.places"
    label = "places"
