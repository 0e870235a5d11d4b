"""``make audit``: figures of the pages that readers get. Weights, axe, the Nu HTML checker and Lighthouse, each page kind.

The example archive is built, served on loopback and measured. What is not installed is not measured, and that is said.
"""

from __future__ import annotations

import gzip
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from browsing import KINDS, PHONE, copy_example, find_chromium, launch_flags, open_tab, run_sitegen, violations
from playwright.sync_api import Browser, sync_playwright
from support import SETTINGS, build_site, liveblog, make_site, update

from sitegen.serve import open_server

TOOLS = Path(os.environ.get("AUDIT_TOOLS", ".audit")).resolve()
SCORED = ("home", "day", "live-blog", "topic")
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
FLOORS = {"performance": 98, "accessibility": 100, "best-practices": 100, "seo": 100}
PAGE_LIMIT, SCRIPT_LIMIT = 60_000, 10_000
LIVE_BLOG_UPDATES = 40


def gzipped(data: bytes) -> int:
    """How many bytes *data* has on its way to a browser."""
    return len(gzip.compress(data, 9, mtime=0))


def weights(output: Path) -> Iterator[tuple[str, int, int]]:
    """The bytes of the page of each kind, raw and compressed."""
    for kind, path in KINDS.items():
        file = output / "404.html" if kind == "lost" else output / path[1:] / "index.html"
        data = file.read_bytes()
        yield kind, len(data), gzipped(data)


def shared_weights(output: Path) -> dict[str, int]:
    """The bytes of the stylesheet and of each script, compressed."""
    files = sorted((output / "assets").glob("*.css")) + sorted((output / "assets").glob("*.js"))
    return {file.name: gzipped(file.read_bytes()) for file in files}


def long_live_blog(root: Path) -> Path:
    """The output of a site with a live blog of `LIVE_BLOG_UPDATES` updates, each of some hundred words, cited."""
    words = " ".join(f"word{number}" for number in range(100))
    updates = [
        update(
            f"2017-11-03 {6 + at // 4:02}:{at % 4 * 15:02}",
            f"Update {at} says this. {words[at:]}\\n\\nAnd more of {at}: {words[at * 3 :]}",
            f'#t{6 + at // 4:02}{at % 4 * 15:02} topics="storm"',
        )
        for at in range(LIVE_BLOG_UPDATES)
    ]
    more = (
        "base_url: https://archive.example.org/\ntopics: [{slug: storm, label: The storm}]\nrights: {full_text: true}\n"
    )
    story = liveblog("A long night", "2017-11-03", updates, id="night", slug="night", zone="UTC")
    build_site(make_site(root, {"site.yaml": SETTINGS + more, "content/night.md": story}))
    return root / "output"


def transfer(output: Path) -> int:
    """What a browser fetches for the live blog of `long_live_blog`, compressed: the page, its stylesheet, its scripts."""
    page = (output / "2017/11/03/night/index.html").read_bytes()
    return gzipped(page) + sum(size for name, size in shared_weights(output).items() if name.encode() in page)


def found_by_axe(browser: Browser, origin: str) -> Iterator[tuple[str, int, int]]:
    """How many violations axe finds on the page of each kind, light and dark."""
    for kind, path in KINDS.items():
        counts = []
        for dark in (False, True):
            with open_tab(browser, origin, PHONE, dark=dark) as tab:
                tab.page.goto(origin + path)
                counts.append(len(violations(tab.page)))
        yield kind, counts[0], counts[1]


# Lists without marks are lists to VoiceOver only by their role; what is read from a disk has no "self"; data for machines is
# no script that a policy would stop (HTML §4.12.1).
_MEANT = ".*(?:The .list. role is unnecessary|external .* blocked by|Inline script violates Content Security).*"


def found_by_nu(output: Path) -> list[str] | None:
    """What the Nu HTML checker says of all pages; None where it or Java is not there."""
    jar, java = TOOLS / "node_modules/vnu-jar/build/dist/vnu.jar", shutil.which("java")
    if not jar.is_file() or java is None:
        return None
    command = [java, "-jar", str(jar), "--skip-non-html", "--format", "gnu", "--filterpattern", _MEANT, str(output)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return [line.replace(f'"file:{output}', '"') for line in done.stderr.splitlines() if line.strip()]


def scores(origin: str, path: str) -> dict[str, int] | None:
    """Lighthouse's scores of a page, of 100; None where it is not there."""
    lighthouse = TOOLS / "node_modules/.bin/lighthouse"
    if not lighthouse.is_file() or shutil.which("node") is None:
        return None
    with tempfile.TemporaryDirectory() as folder:
        flags = " ".join(["--headless=new", *launch_flags(), f"--user-data-dir={folder}/profile"])
        report = Path(folder) / "report.json"
        command = [str(lighthouse), origin + path, "--quiet", "--output=json", f"--output-path={report}"]
        environment = {**os.environ, "CHROME_PATH": find_chromium()}
        command += [f"--chrome-flags={flags}", f"--only-categories={','.join(CATEGORIES)}"]
        subprocess.run(command, check=True, capture_output=True, env=environment)
        categories = json.loads(report.read_text("utf-8"))["categories"]
        return {name: round(100 * categories[name]["score"]) for name in CATEGORIES}


def main() -> int:
    """Print the figures; 1 where one of them is not as the promise says."""
    bad = 0
    with tempfile.TemporaryDirectory() as folder:
        root = copy_example(Path(folder) / "site")
        output = root / "output"
        with open_server(output) as served:
            origin = served.rstrip("/")
            run_sitegen(root, "build", "--base-url", f"{origin}/")
            print(f"{'page kind':<14}{'bytes':>9}{'gzip':>8}")
            for kind, raw, small in weights(output):
                print(f"{kind:<14}{raw:>9,}{small:>8,}")
            shared = shared_weights(output)
            print("\nshared, gzip: " + ", ".join(f"{name} {size:,}" for name, size in shared.items()))
            scripts = sum(size for name, size in shared.items() if name.endswith(".js"))
            total = transfer(long_live_blog(Path(folder) / "long"))
            print(f"all scripts: {scripts:,} (at most {SCRIPT_LIMIT:,})")
            said_of = f"a live blog of {LIVE_BLOG_UPDATES} updates, with stylesheet and scripts"
            print(f"{said_of}: {total:,} (at most {PAGE_LIMIT:,})")
            bad += scripts > SCRIPT_LIMIT or total > PAGE_LIMIT
            print("\naxe, violations light/dark: ", end="")
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(executable_path=find_chromium(), args=launch_flags())
                counts = list(found_by_axe(browser, origin))
                browser.close()
            print(", ".join(f"{kind} {light}/{dark}" for kind, light, dark in counts))
            bad += any(light or dark for _, light, dark in counts)
            said = found_by_nu(output)
            print("\nNu HTML checker: " + ("not installed: not measured" if said is None else f"{len(said)} messages"))
            for line in said or ():
                print(f"  {line}")
            bad += bool(said)
            print("\nLighthouse " + "/".join(CATEGORIES))
            for kind in SCORED:
                found = scores(origin, KINDS[kind])
                if found is None:
                    print("  not installed: not measured")
                    break
                print(f"  {kind:<12}" + " ".join(f"{found[name]:>4}" for name in CATEGORIES))
                bad += any(found[name] < floor for name, floor in FLOORS.items())
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
