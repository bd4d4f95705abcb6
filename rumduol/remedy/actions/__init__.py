"""What can be done with a claim."""

from rumduol.remedy.actions.claiming import (
    add_line,
    begin,
    consent,
    file_claim,
    remove_line,
    send_on,
    set_rate,
    withdraw,
)
from rumduol.remedy.actions.holding import ask_release, pay_out, refuse_release, sign_release
from rumduol.remedy.actions.ordering import cancel_payment, order, pay, refuse
from rumduol.remedy.actions.telling import record_settlement, record_testimony

__all__ = [
    "add_line",
    "ask_release",
    "begin",
    "cancel_payment",
    "consent",
    "file_claim",
    "order",
    "pay",
    "pay_out",
    "record_settlement",
    "record_testimony",
    "refuse",
    "refuse_release",
    "remove_line",
    "send_on",
    "set_rate",
    "sign_release",
    "withdraw",
]
