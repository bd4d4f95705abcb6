from django.db import models


class PlantedRound(models.Model):
    """The truth of a round of matching over the demo nation's people: how many were invented, how many are on exactly which
    lists (bits of the lists, as text, to people)."""

    number = models.CharField(max_length=12, primary_key=True)
    people = models.PositiveIntegerField()
    lists = models.JSONField()


class Told(models.Model):
    """Which of the demo stories have been told, so that telling can go on where it stopped. Story 0: the services; 1,000,000: the letters about officials."""

    story = models.PositiveIntegerField(primary_key=True)
