"""Everything that changes a referral. Other rooms import from here."""

from rumduol.referrals.actions.answering import accept, admit, complete, decline, hand_back, show_way
from rumduol.referrals.actions.deciding import withdraw_consent
from rumduol.referrals.actions.preparing import (
    change_need,
    choose_provider,
    draft,
    record_decision,
    shareable,
    write_message,
)
from rumduol.referrals.actions.sending import close, give_up, hand_over, send, withdraw

__all__ = [
    "accept",
    "admit",
    "change_need",
    "choose_provider",
    "close",
    "complete",
    "decline",
    "draft",
    "give_up",
    "hand_back",
    "hand_over",
    "record_decision",
    "send",
    "shareable",
    "show_way",
    "withdraw",
    "withdraw_consent",
    "write_message",
]
