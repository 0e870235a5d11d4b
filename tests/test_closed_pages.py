"""No page lets a script in or loads anything from elsewhere, and no seed is published: asked of whole sites, page by page.

The sites are the golden ones, as `test_golden` proves that a build leaves them, and one that is made of every sample seed.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from packed_samples import SAMPLES, packed
from selectolax.lexbor import LexborHTMLParser, LexborNode
from support import PUBLISHED, build_site, make_site, read_tree, replace_in, write

from sitegen.errors import SitegenError
from sitegen.policy import ADDABLE, SEARCH, Csp, headers, policy

GOLDEN = Path(__file__).parent / "golden"
SITES = sorted(folder.name for folder in GOLDEN.iterdir() if folder.is_dir())
# Attributes by which a page loads what they name (HTML §4), and those of `link` that do.
LOADING = ("src", "srcset", "poster", "data", "background", "manifest", "xlink:href")
LOADED_LINKS = {"stylesheet", "icon", "preload", "modulepreload", "prefetch", "manifest"}
ELSEWHERE = re.compile(r"^\s*(?:[a-z][a-z0-9+.-]*:|[/\\]{2})", re.IGNORECASE)
SMALL = 60  # bytes: a seed shorter than that could stand in a page by chance


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site of every sample, of pictures in a mail message, and of every container: built, whole texts allowed."""
    rights = "base_url: https://archive.example.org/\nrights: {full_text: true}\n"
    root = make_site(tmp_path_factory.mktemp("samples"), {"site.yaml": PUBLISHED + rights})
    shutil.copytree(SAMPLES, root / "seeds", ignore=shutil.ignore_patterns("INDEX.tsv"))
    for name, data in packed().items():
        (root / "seeds" / name).write_bytes(data)
    shutil.copy(GOLDEN / "pictures" / "seeds" / "ferry.mhtml", root / "seeds")
    report = build_site(root)
    assert report.liveblogs > 15, report.problems
    return root


def pages_of(folder: Path) -> Iterator[tuple[str, LexborHTMLParser]]:
    for path in sorted(folder.rglob("*.html")):
        yield path.relative_to(folder).as_posix(), LexborHTMLParser(path.read_bytes())


def faults_of(node: LexborNode) -> Iterator[str]:
    """What an element has that no page may."""
    attributes = {name: value or "" for name, value in node.attributes.items()}
    for name, value in attributes.items():
        if name == "style" or name.startswith("on"):
            yield f"{node.tag} {name}={value}"
        if name in LOADING and ELSEWHERE.match(value):
            yield f"{node.tag} loads {value}"
        if name in ("href", "action", "formaction", *LOADING) and re.match(
            r"\s*(?:javascript|vbscript|data):", value, re.I
        ):
            yield f"{node.tag} leads to {value}"
    if node.tag in ("iframe", "object", "embed", "base", "style", "svg", "math", "frame", "portal"):
        yield node.tag
    if (
        node.tag == "link"
        and LOADED_LINKS & set(attributes.get("rel", "").split())
        and ELSEWHERE.match(attributes["href"])
    ):
        yield f"link loads {attributes['href']}"
    if node.tag == "script" and "src" not in attributes and attributes.get("type") != "application/ld+json":
        yield f"a script stands in the page: {node.text()[:40]}"


def check(folder: Path, added: Csp = ()) -> int:
    """Find no fault in any page of *folder*, and in each the policy of a site that *added* that; the number of pages."""
    found, count = [], 0
    for name, page in pages_of(folder):
        count += 1
        first = page.css_first("head > meta")
        if first is None or first.attributes.get("http-equiv") != "Content-Security-Policy":
            found.append(f"{name}: its first meta element is no policy")
        elif first.attributes.get("content") != policy((*SEARCH, *added) if name == "search/index.html" else added):
            found.append(f"{name}: {first.attributes.get('content')}")
        found += [f"{name}: {fault}" for node in page.css("*") for fault in faults_of(node)]
    assert found == []
    return count


@pytest.mark.promise("X11")
@pytest.mark.parametrize("name", SITES)
def test_no_page_of_a_golden_site_lets_anything_in(name: str) -> None:
    assert check(GOLDEN / name / "expected" / "output") > 0


@pytest.mark.promise("X11")
def test_no_page_of_any_sample_lets_anything_in(samples: Path) -> None:
    assert check(samples / "output") > 30


@pytest.mark.parametrize(
    "html",
    [
        '<p style="color: red">x</p>', '<p onclick="x()">x</p>', "<script>x()</script>", "<svg><use/></svg>",
        '<img src="https://tracker.example/x.png">', '<img src="//tracker.example/x.png">', "<style>p{}</style>",
        '<a href="javascript:x()">x</a>', '<link rel="stylesheet" href="https://fonts.example/x.css">',
        '<script src="https://cdn.example/x.js"></script>', '<iframe src="/x"></iframe>',
    ],
)  # fmt: skip
def test_what_is_looked_for_would_be_found(html: str) -> None:
    assert [fault for node in LexborHTMLParser(html).css("*") for fault in faults_of(node)] != []


@pytest.mark.promise("T5")
def test_no_seed_of_any_sample_is_published(samples: Path) -> None:
    seeds = {path.name: path.read_bytes() for path in (samples / "seeds").iterdir()}
    assert len(seeds) > 30
    assert seeds_in(seeds, read_tree(samples / "output")) == []


@pytest.mark.promise("T5")
@pytest.mark.parametrize("name", [name for name in SITES if (GOLDEN / name / "seeds").exists()])
def test_no_seed_of_a_golden_site_is_published(name: str) -> None:
    seeds = {path.name: path.read_bytes() for path in (GOLDEN / name / "seeds").iterdir() if path.is_file()}
    assert seeds_in(seeds, read_tree(GOLDEN / name / "expected" / "output")) == []
    assert seeds_in({"x": b"<!doctype html>\n" * 5}, {"y": b"a" + b"<!doctype html>\n" * 5}) == ["x is in y"]


def seeds_in(seeds: dict[str, bytes], output: dict[str, bytes]) -> list[str]:
    """Which seeds stand in which files, byte for byte."""
    return [
        f"{name} is in {path}"
        for name, seed in seeds.items()
        for path, data in output.items()
        if seed.strip() in data and len(seed.strip()) >= SMALL
    ]


@pytest.mark.promise("X11")
def test_the_headers_say_the_policy_of_the_pages_and_a_sites_own_follow(tmp_path: Path) -> None:
    added = "csp:\n  img-src: [https://maps.example.org, 'https:']\n  frame-src: https://video.example.org\n"
    site = make_site(tmp_path, {"site.yaml": PUBLISHED + added})
    build_site(site)
    csp = (("frame-src", ("https://video.example.org",)), ("img-src", ("https://maps.example.org", "https:")))
    assert check(site / "output", csp) > 1
    said = (site / "output/_headers").read_text("utf-8")
    assert said == headers(csp)
    assert said.startswith(f"/*\n  Content-Security-Policy: {policy((*SEARCH, *csp))}; frame-ancestors 'none'\n")
    assert "img-src 'self' data: https://maps.example.org https:;" in said
    write(site / "layouts/static/_headers", "/assets/*\n  Cache-Control: max-age=3600\n")
    build_site(site)
    assert (site / "output/_headers").read_text(
        "utf-8"
    ) == f"{headers(csp)}\n/assets/*\n  Cache-Control: max-age=3600\n"
    assert not (site / "output/assets/_headers").exists()
    replace_in(site / "site.yaml", added, "")
    (site / "layouts/static/_headers").unlink()
    build_site(site)
    assert (site / "output/_headers").read_text("utf-8") == headers(())


@pytest.mark.parametrize("directive", ADDABLE)
@pytest.mark.parametrize(
    "source",
    [
        "'unsafe-inline'", "'UNSAFE-INLINE'", "'unsafe-eval'", "'unsafe-hashes'", "'strict-dynamic'", "'nonce-abc'", "*",
        "'sha256-abc='", "'none'", "http:", "javascript:", "filesystem:", "a.example;b.example", "a.example, b.example",
        "https://a.example\tb", "a\nb", '"', "<", "https://user@a.example", "https://a.example?x", "é.example", "**", ".",
        "",
    ],
)  # fmt: skip
def test_no_source_lets_inline_scripts_in_or_ends_the_policy(tmp_path: Path, directive: str, source: str) -> None:
    quoted = source.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
    site = make_site(tmp_path, {"site.yaml": f'{PUBLISHED}csp:\n  {directive}: [a.example, "{quoted}"]\n'})
    with pytest.raises(SitegenError) as raised:
        build_site(site)
    assert [problem.code for problem in raised.value.problems] == ["config-csp" if source else "field-value"]
