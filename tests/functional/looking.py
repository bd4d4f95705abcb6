"""What every look at a page needs: the browser's place and sizes, axe, and what counts as inline or from outside."""

import os
import re
import shutil
from pathlib import Path
from typing import Any

AXE = (Path(__file__).parent / "axe" / "axe.min.js").read_text("utf-8")
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-component-update",
    "--disable-sync",
]  # fmt: skip
PHONE = {"width": 360, "height": 740}
DESK = {"width": 1280, "height": 900}


def chromium() -> str | None:
    """The path of a Chromium on this machine; the one without a window first, for it takes half the processor."""
    named = os.environ.get("RUMDUOL_CHROMIUM")
    known = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
    return named or next((path for name in known if (path := shutil.which(name))), None)


def press(page: Any, button: Any) -> None:
    """Press a link or a button that leads to another page, and wait until that page stands whole.

    A click alone comes back while the old page is still there, or half of the new one.
    """
    with page.expect_navigation():
        button.click()


def assert_accessible(page: Any) -> None:
    """No axe violation, and nothing wider than the screen."""
    page.evaluate(AXE + "\n;0")
    # Every rule runs; what passes is not described, for nobody reads it.
    found = page.evaluate("axe.run({resultTypes: ['violations']})")["violations"]
    told = [f"{v['id']}: {n['target']} {n['failureSummary']}" for v in found for n in v["nodes"]]
    assert told == [], f"{page.url}\n" + "\n".join(told)
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0, f"{page.url} is {wide} px wider than the screen: {_widest(page)}"


def _widest(page: Any) -> Any:
    return page.evaluate(
        """[...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right >
        document.documentElement.clientWidth + 1).slice(0, 5).map(e => e.tagName + '.' + e.className)"""
    )


INLINE = re.compile(r"<style|\sstyle=|<script(?![^>]*\ssrc=)|\son[a-z]+=|javascript:", re.IGNORECASE)
OUTSIDE = re.compile(r'<(?:link|script|img|iframe|source|form)[^>]+(?:src|href|action)="(?:https?:)?//', re.IGNORECASE)


def inline_in(html: str) -> list[str]:
    """Pieces of inline script or style, and of things fetched from outside."""
    found = [pattern.search(html) for pattern in (INLINE, OUTSIDE)]
    return [html[max(0, piece.start() - 80) : piece.end() + 80] for piece in found if piece]


def assert_no_inline(html: str) -> None:
    """No inline script or style, and nothing fetched from outside."""
    assert inline_in(html) == []
