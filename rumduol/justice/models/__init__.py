"""A criminal case and what hangs on it. Rows hold codes and dates; every word a human types is sealed (sealed.py)."""

from rumduol.justice.models.case import CriminalCase, Move, Victim
from rumduol.justice.models.courts import Charge, Cooperation, Verdict
from rumduol.justice.models.proof import Evidence, HandOver, Node, Tie
from rumduol.justice.models.suspects import Detention, Suspect, VictimSign

__all__ = [
    "Charge",
    "Cooperation",
    "CriminalCase",
    "Detention",
    "Evidence",
    "HandOver",
    "Move",
    "Node",
    "Suspect",
    "Tie",
    "Verdict",
    "Victim",
    "VictimSign",
]
