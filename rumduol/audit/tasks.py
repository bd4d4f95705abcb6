"""Background jobs of the log."""

import os
from pathlib import Path

from django.conf import settings
from django.utils import timezone
from procrastinate.contrib.django import app

from rumduol.audit import queries
from rumduol.audit.verify import sign_heads


def export_heads(folder: Path) -> Path:
    """Write today's signed heads, to be carried to the agencies that hold them (docs/deploy.md)."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    now = timezone.localtime()
    path = folder / f"heads-{now:%Y-%m-%d}.jsonl"
    path.write_text(
        "".join(f"{line}\n" for line in sign_heads(queries.heads(), seed=settings.NODE_KEY, at=now.isoformat()))
    )
    return path


@app.periodic(cron="7 17 * * *")  # shortly after midnight in Phnom Penh
@app.task(queueing_lock="export_heads", pass_context=False)
def export_heads_daily(timestamp: int) -> None:
    """Once a day, where a folder for it is set."""
    folder = os.environ.get("RUMDUOL_HEADS")
    if folder:
        export_heads(Path(folder))
