"""Everything that changes a criminal case. Each action: one transaction, lock, policy, change, log, fact, notice."""

from rumduol.justice.actions.charging import charge, drop_charge, replace_charge
from rumduol.justice.actions.cooperating import answer_cooperation, request_cooperation
from rumduol.justice.actions.guarding import answer_sign, link_to_victim, look_again, raise_signs
from rumduol.justice.actions.holding import (
    arrest,
    deport,
    detain,
    extend_detention,
    fine,
    found,
    mark_at_large,
    record_search,
    release,
)  # fmt: skip
from rumduol.justice.actions.judging import record_verdict
from rumduol.justice.actions.moving import move
from rumduol.justice.actions.network import add_node, add_tie, export_network, remove_node, remove_tie
from rumduol.justice.actions.opening import add_victim, change_case, open_case, share_case, unshare_case
from rumduol.justice.actions.proving import add_evidence, give_evidence, refuse_evidence, take_evidence
from rumduol.justice.actions.suspects import add_suspect, change_suspect, index_suspect

__all__ = [
    "add_evidence",
    "add_node",
    "add_suspect",
    "add_tie",
    "add_victim",
    "answer_cooperation",
    "answer_sign",
    "arrest",
    "change_case",
    "change_suspect",
    "charge",
    "deport",
    "detain",
    "drop_charge",
    "export_network",
    "extend_detention",
    "fine",
    "found",
    "give_evidence",
    "index_suspect",
    "link_to_victim",
    "look_again",
    "mark_at_large",
    "move",
    "open_case",
    "raise_signs",
    "record_search",
    "record_verdict",
    "refuse_evidence",
    "release",
    "remove_node",
    "remove_tie",
    "replace_charge",
    "request_cooperation",
    "share_case",
    "take_evidence",
    "unshare_case",
]
