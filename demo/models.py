from django.db import models


class Told(models.Model):
    """Which of the demo stories have been told, so that telling can go on where it stopped. Story 0: the services; 1,000,000: the letters about officials."""

    story = models.PositiveIntegerField(primary_key=True)
