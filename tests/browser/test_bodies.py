"""What people write, in a real browser: wide tables, long words, code, quotes, and a site that reads from right to left."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from browsing import DESK, PHONE, is_too_wide, open_tab, run_sitegen, violations
from playwright.sync_api import Browser, expect

from sitegen.serve import open_server

pytestmark = [pytest.mark.browser, pytest.mark.slow]

LONG = "Donaudampfschifffahrtselektrizitaetenhauptbetriebswerkbauunterbeamtengesellschaft" * 2
BODY = f"""\
A word: {LONG}. An address: <https://archive.example.org/{LONG}?{LONG}>. A `{LONG}` in code.

## A heading of the body

| Precinct | Votes counted | {LONG} | Turnout | Lead | Margin | Remark |
| :------- | ------------: | :----: | ------- | ---- | ------ | ------ |
| Carrow   | 12,345        | x      | 61.2 %  | 41   | 0.3 %  | again  |

```text
{LONG} {LONG}
```

> A quote that says {LONG}
>
> - and a list
>   1. in a list

![A map of the river](https://archive.example.org/map.png)
"""
PLACE = "/2021/03/08/a-story/"
SIZES = {"narrow": (320, 640), "phone": PHONE, "desk": DESK}


def write_site(root: Path, language: str, title: str, body: str) -> None:
    """A site of one live blog, whose two updates say *body*."""
    texts = {
        "site.yaml": f'format: 1\nid: "bodies.sitegen.invalid,2026-11-22"\ntitle: {title}\nlanguage: {language}\n'
        "topics:\n  - {slug: all, label: " + LONG[:81] + "}\n",
        "content/2021/03/08/a-story.md": f"---\ntitle: {title} {LONG[:81]}\nslug: a-story\ndate: 2021-03-08\n---\n\n{body}\n"
        f'\n## 2021-03-08 10:00 — {title} {{#t1000 topics="all" key}}\n\n{body}\n'
        f'\n## 2021-03-08 18:30 {{#t1830 topics="all"}}\n\n{body}\n',
    }
    for path, text in texts.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")


@contextmanager
def served(root: Path) -> Iterator[str]:
    run_sitegen(root, "build")
    with open_server(root / "output") as url:
        yield url.rstrip("/")


@pytest.fixture(scope="module")
def wild(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    root = tmp_path_factory.mktemp("wild")
    write_site(root, "en", "A story", BODY)
    with served(root) as origin:
        yield origin


@pytest.fixture(scope="module")
def mirrored(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    root = tmp_path_factory.mktemp("mirrored")
    write_site(
        root,
        "ar",
        "أرشيف الأخبار",
        "قال رئيس الميناء إن المرسى الخارجي فُتح من جديد، وإن أول عبّارة تصل بعد ساعة (7:30 p.m.).",
    )
    with served(root) as origin:
        yield origin


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("path", ["/", PLACE, f"{PLACE}#t1830", "/2021/03/08/", "/topics/all/", "/topics/"])
def test_whatever_is_written_stays_on_the_page(chromium: Browser, wild: str, path: str, size: str) -> None:
    with open_tab(chromium, wild, SIZES[size]) as tab:
        tab.page.goto(wild + path)
        assert violations(tab.page) == []
        assert not is_too_wide(tab.page)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("path", ["/", f"{PLACE}#t1830", "/2021/03/08/", "/2021/03/", "/topics/all/"])
def test_a_site_reads_from_right_to_left(chromium: Browser, mirrored: str, path: str, size: str) -> None:
    with open_tab(chromium, mirrored, SIZES[size]) as tab:
        page = tab.page
        page.goto(mirrored + path)
        html = page.locator("html")
        assert (html.get_attribute("lang"), html.get_attribute("dir")) == ("en", "rtl")
        assert violations(page) == []
        assert not is_too_wide(page)
        if path.startswith(PLACE) and size == "desk":
            clock, body = page.locator("#t1000 > a").bounding_box(), page.locator("#t1000 ~ .body").bounding_box()
            assert clock is not None
            assert body is not None
            assert clock["x"] > body["x"] + body["width"] - 30  # the rail is on the side where reading starts
            expect(page.locator("#t1830 ~ .body .stamp")).to_be_visible()
