"""Look at a running demonstration: `python -m tests.functional.look BASE USERNAME [PATH ...]`.

Signs in with the demo password, opens the given pages (or, without any, walks every page it can reach, one of each
kind), on a phone and at a desk, in Khmer and English; keeps a picture of each in a temporary folder and prints what axe,
the screen's width and the browser complain about. A tool for people who draw pages; no test depends on it.
"""

import argparse
import re
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import sync_playwright

from tests.functional.looking import ARGUMENTS, AXE, DESK, PHONE, chromium, inline_in

SIZES = {"phone": PHONE, "desk": DESK}
RECORD = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|\b[A-Z]-\d\d-\w{6}\b|\b\d{2,8}\b")
NOT_WALKED = ("/me/sign-out", "/leave/", "/static/")


def sign_in(context: Any, base: str, username: str, password: str) -> Any:
    """A page of a signed-in person."""
    page = context.new_page()
    page.goto(f"{base}/me/sign-in/")
    page.fill("input[name=username]", username)
    page.fill("input[name=password]", password)
    with page.expect_navigation():
        page.click("main button[type=submit]")
    if page.locator("details.menu").count() == 0:
        raise SystemExit(f"{username} could not sign in")
    return page


def speak(page: Any, base: str, language: str) -> None:
    """Use this language from now on."""
    page.goto(f"{base}/help/")
    if page.locator("html").get_attribute("lang") != language:
        with page.expect_navigation():
            page.locator(f".head__languages button[value={language}]").click()


def listen(page: Any, said: list[str]) -> None:
    """Keep what the browser's console complains about."""
    page.on("console", lambda line: said.append(line.text) if line.type in {"error", "warning"} else None)
    page.on("pageerror", lambda error: said.append(str(error)))


def complaints(page: Any, answer: Any) -> list[str]:
    """What is wrong with the page that is open."""
    found = [f"answers {answer.status}"] if answer is not None and answer.status >= 400 else []
    page.evaluate(AXE + "\n;0")
    for problem in page.evaluate("axe.run()")["violations"]:
        found += [f"axe {problem['id']}: {node['target']}" for node in problem["nodes"][:3]]
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    if wide > 0:
        found.append(f"{wide} px too wide")
    found += [f"inline: {piece}" for piece in inline_in(answer.text() if answer is not None else "")]
    return found


def shape(url: str) -> str:
    """Pages of one kind have one shape: records and numbers are left out."""
    return RECORD.sub("*", urlsplit(url).path)


def links(page: Any, base: str) -> list[str]:
    hrefs = page.evaluate("[...document.querySelectorAll('a[href]')].map(a => a.href)")
    return [href.split("#")[0] for href in hrefs if href.startswith(base) and not _kept_out(href, base)]


def _kept_out(href: str, base: str) -> bool:
    path = href.removeprefix(base)
    return any(path.startswith(part) for part in NOT_WALKED) or path.endswith("csv/") or ".csv" in path


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("base")
    asked.add_argument("username")
    asked.add_argument("paths", nargs="*")
    asked.add_argument("--password", default="rumduol demo only")
    asked.add_argument("--languages", default="km,en")
    asked.add_argument("--sizes", default="phone,desk")
    asked.add_argument("--most", type=int, default=80)
    wanted = asked.parse_args()
    base = wanted.base.rstrip("/")
    folder = Path(tempfile.mkdtemp(prefix="look-"))
    told: Counter[str] = Counter()
    with sync_playwright() as tools:
        browser = tools.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        for size in wanted.sizes.split(","):
            context = browser.new_context(viewport=SIZES[size])
            page = sign_in(context, base, wanted.username, wanted.password)
            said: list[str] = []
            listen(page, said)
            for language in wanted.languages.split(","):
                speak(page, base, language)
                queue = [base + path for path in wanted.paths] or [f"{base}/"]
                seen: set[str] = set()
                while queue and len(seen) < wanted.most:
                    url = queue.pop(0)
                    if not wanted.paths and shape(url) in seen:
                        continue
                    seen.add(shape(url))
                    said.clear()
                    answer = page.goto(url)
                    name = shape(url).strip("/").replace("/", "_").replace("*", "X") or "home"
                    page.screenshot(path=folder / f"{name}.{size}.{language}.png", full_page=True)
                    wrong = complaints(page, answer) + [line for line in said if "Failed to load" not in line]
                    for line in wrong:
                        told[line.split(":")[0]] += 1
                        print(f"{size} {language} {url.removeprefix(base)}: {line}")
                    if not wanted.paths:
                        queue += links(page, base)
                print(f"{size} {language}: {len(seen)} pages")
            context.close()
        browser.close()
    print(folder, dict(told) or "nothing to complain about")


if __name__ == "__main__":
    main()
