"""A quicker connection for telling stories: the same actions, rules and triggers, with fewer round trips.

* Statements are prepared once: planning a query through row security costs more than running it.
* A commit doesn't wait for the disk: a story that a power cut takes away is told again, because `Told` went with it.
* Savepoints stay in Python (see base.py).
"""

from django.db import connections


def hurry() -> None:
    """From here on this process talks to its database over a swift connection. For the teller of stories only."""
    known = connections.settings["default"]
    known["ENGINE"] = "demo.swift"
    known["OPTIONS"] = {
        **known["OPTIONS"],
        "server_side_binding": True,
        "prepare_threshold": 2,
        "options": "-c synchronous_commit=off -c plan_cache_mode=force_generic_plan",
    }
    connections["default"].close()
    del connections["default"]
