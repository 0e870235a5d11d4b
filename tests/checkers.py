"""Programs of others that look at pages, where they are installed: the Nu HTML checker and Lighthouse."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import tempfile
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import TypedDict

from browsing import find_chromium, launch_flags

MODULES = Path(os.environ.get("AUDIT_TOOLS", ".audit")).resolve() / "node_modules"
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
FLOORS = {"performance": 98, "accessibility": 100, "best-practices": 100, "seo": 100}

KNOWN = {
    "list roles": re.compile("The “list” role is unnecessary for element"),
    "the policy's 'self', which it cannot know from a disk": re.compile("violates Content Security Policy"),
}
"""What the checker warns of, and is so on purpose: without the role, a list without marks is none to VoiceOver."""


class _Message(TypedDict):
    type: str
    url: str
    message: str


class _Score(TypedDict):
    score: float | None


class _Scores(TypedDict):
    categories: dict[str, _Score]


def _lines(folder: Path, messages: Iterable[_Message]) -> list[str]:
    return [f"{one['url'].partition(folder.name + '/')[2]}: {one['message']}" for one in messages]


def html_messages(folder: Path) -> tuple[list[str], Counter[str]] | None:
    """What the Nu HTML checker says of the pages in *folder*, and how many of `KNOWN`; None where it is not there."""
    jar, java = MODULES / "vnu-jar/build/dist/vnu.jar", shutil.which("java")
    if java is None or not jar.is_file():
        return None
    command = [java, "-Xss4m", "-jar", str(jar), "--skip-non-html", "--format", "json", str(folder)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    said: list[_Message] = json.loads(done.stderr)["messages"]
    named = [(next((name for name, known in KNOWN.items() if known.search(one["message"])), ""), one) for one in said]
    return _lines(folder, (one for name, one in named if not name)), Counter(name for name, _ in named if name)


def lighthouse_scores(address: str) -> dict[str, int] | None:
    """Lighthouse's four scores of the page at *address*, of 100; None where it is not there."""
    node, program = shutil.which("node"), MODULES / "lighthouse/cli/index.js"
    if node is None or not program.is_file():
        return None
    flags = " ".join(["--headless=new", *launch_flags()])
    with tempfile.TemporaryDirectory(prefix="sitegen-audit-") as folder:
        report = Path(folder) / "report.json"
        command = [node, str(program), address, "--quiet", "--output=json", f"--output-path={report}"]
        command += [f"--chrome-flags={flags}", "--only-categories=" + ",".join(CATEGORIES)]
        environment = {**os.environ, "CHROME_PATH": find_chromium()}
        subprocess.run(command, env=environment, check=True, capture_output=True, timeout=180)
        said: _Scores = json.loads(report.read_text("utf-8"))
    return {name: round(100 * (said["categories"][name]["score"] or 0)) for name in CATEGORIES}
