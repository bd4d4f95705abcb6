"""What happens to a round, in its order: drafted, agreed, encoded, matched, reviewed, approved, closed."""

from rumduol.linkage.actions.agreeing import agree, decline, draft_round, go_on
from rumduol.linkage.actions.encoding import encode_file, encode_list, encode_table, take_secret
from rumduol.linkage.actions.ending import approve, cancel, close, end_review
from rumduol.linkage.actions.estimating import estimate
from rumduol.linkage.actions.matching import match_lists
from rumduol.linkage.actions.reviewing import end_own_review, judge

__all__ = [
    "agree",
    "approve",
    "cancel",
    "close",
    "decline",
    "draft_round",
    "encode_file",
    "encode_list",
    "encode_table",
    "end_own_review",
    "end_review",
    "estimate",
    "go_on",
    "judge",
    "match_lists",
    "take_secret",
]
