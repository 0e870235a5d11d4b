"""One byte of a cache is another one, or all of it: the next build publishes what a clean one would."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from scenes import OLD, Scene, next_build
from support import build_site, liveblog, read_tree, update, write
from trials import build_again

from sitegen.config_cache import current_config

CACHES = ("index.db", "index.sound", "config.json", "targets/*.db", "targets/*.sound")
WORDS = (
    b"Ice on the canal",
    b"Skates are sold",
    b"2018-02-20",
    b"t1000",
    b"20/ice/",
    b"content/2018",
    b"Lockmouth",
    b"live-blog.html",
    b"Example",
    b"UTC",
)
RANDOM = 6
ICE = "content/2018/02/20/ice.md"
NEIGHBOUR = liveblog(
    "Ice on the canal",
    "2018-02-20",
    [update("2018-02-20 10:00", "Skates are sold out in Lockmouth.", '#t1000 topics="sea"')],
    id="2018-02-20-ice",
    slug="ice",
)
"""Not edited, and shown on pages that the edit touches: of their day, of their topic."""


def places(data: bytes, chance: random.Random) -> Iterator[int]:
    """Places in *data*: within words that pages show, twice each at most, and some at random."""
    for word in WORDS:
        first, last = data.find(word), data.rfind(word)
        yield from {place + len(word) // 2 for place in (first, last) if place >= 0}
    yield from (chance.randrange(len(data)) for _ in range(RANDOM))


def cache_in(site: Path, cache: str) -> Path:
    """The newest file of that kind in *site*; the settings are remembered by the command line alone."""
    current_config(site / "site.yaml")
    return max((site / ".sitegen").glob(cache), key=lambda file: file.stat().st_mtime_ns)


def after_flip(scene: Scene, folder: Path, cache: str, place: int, bit: int) -> str:
    """What is wrong after a build whose *cache* has another byte at *place*."""
    file = cache_in(scene.copy(folder), cache)
    data = bytearray(file.read_bytes())
    data[place] ^= 1 << bit
    file.write_bytes(data)
    return build_again(scene, folder)


@pytest.mark.slow
@pytest.mark.promise("C9")
@pytest.mark.parametrize("cache", CACHES)
def test_one_byte_of_a_cache_changes_nothing(cache: str, tmp_path: Path) -> None:
    scene, chance = next_build(tmp_path, {ICE: NEIGHBOUR}), random.Random(cache)
    file = cache_in(scene.copy(tmp_path / "site"), cache)
    found = sorted(set(places(file.read_bytes(), chance)))
    assert len(found) >= RANDOM
    wrong = {place: after_flip(scene, tmp_path / "site", cache, place, chance.randrange(8)) for place in found}
    assert {place: said for place, said in wrong.items() if said} == {}


@pytest.mark.slow
@pytest.mark.promise("C9")
@pytest.mark.parametrize("cache", ["index.db", "targets/*.db", "config.json"])
@pytest.mark.parametrize("how", ["title", "cut", "another site's", "empty", "folder", "gone"])
def test_a_cache_that_is_not_what_was_left_is_made_anew(cache: str, how: str, tmp_path: Path) -> None:
    scene = next_build(tmp_path, {ICE: NEIGHBOUR})
    site = scene.copy(tmp_path / "site")
    file = cache_in(site, cache)
    data = file.read_bytes()
    match how:
        case "title":
            file.write_bytes(data.replace(b"Ice on the canal", b"Eel on the canal").replace(b"Example", b"Exemplo"))
        case "cut":
            file.write_bytes(data[: len(data) // 2])
        case "another site's":
            write(tmp_path / "after/site.yaml", OLD["site.yaml"] + "description: Another.\n")
            build_site(tmp_path / "after")
            file.write_bytes(cache_in(tmp_path / "after", cache).read_bytes())
        case "empty":
            file.write_bytes(b"")
        case "folder" if cache != "index.db":  # which is told, as a failure of the system
            file.unlink()
            file.mkdir()
        case _:
            file.unlink()
    if how == "folder" and cache == "targets/*.db":
        file.rmdir()
    assert build_again(scene, site) == ""


@pytest.mark.promise("C9")
def test_what_is_not_damaged_is_not_made_anew(tmp_path: Path) -> None:
    """Else the tests above would say nothing of caches that are believed."""
    scene = next_build(tmp_path, {ICE: NEIGHBOUR})
    site = scene.copy(tmp_path / "site")
    (site / "content/2018/02/20/gale.md").write_bytes((tmp_path / "before/content/2018/02/20/gale.md").read_bytes())
    (index,) = (site / ".sitegen").glob("index.db")
    inode = index.stat().st_ino
    assert build_again(scene, site) == ""
    assert index.stat().st_ino == inode
    index.write_bytes(index.read_bytes())
    with index.open("rb"):  # so that no other file gets its inode
        assert build_again(scene, site) == ""
    assert index.stat().st_ino != inode
    assert read_tree(site / "output") == {
        path.removeprefix("output/"): data for path, data in scene.new.items() if path.startswith("output/")
    }
