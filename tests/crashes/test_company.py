"""Builds beside other builds, previews and readers."""

from __future__ import annotations

import os
import signal
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from readers import reading
from scenes import GALE, OLD, first_build, next_build, sight
from support import Tree, build_site, difference, make_site, read_tree, replace_in
from trials import build_again, start

from sitegen.output.lock import hold_lock
from sitegen.serve import open_server


@pytest.mark.slow
@pytest.mark.promise("C5")
@pytest.mark.parametrize("output", ["output", "another"])
def test_of_builds_at_once_one_goes_ahead_and_none_mixes(output: str, tmp_path: Path) -> None:
    scene = first_build(tmp_path)
    site = scene.copy(tmp_path / "site")
    builds = [start(site, "build"), start(site, "build", "--output", str(site / output)), start(site, "build")]
    ends = [(build.communicate(timeout=60)[1], build.returncode) for build in builds]
    assert {status for _, status in ends} <= {0, 4}, ends
    assert 0 in [status for _, status in ends]
    assert all("another build is running: process " in said for said, status in ends if status == 4)
    found = read_tree(site / output)
    if found:  # the one that was to fill it may have been turned away
        wanted = {path.removeprefix("output/"): data for path, data in scene.new.items() if path.startswith("output/")}
        assert difference(found, wanted) == ""
    if output == "output":
        assert build_again(scene, site) == ""


@pytest.mark.slow
@pytest.mark.promise("C5")
def test_a_holder_that_sleeps_is_named_and_one_that_died_is_forgotten(tmp_path: Path) -> None:
    scene = next_build(tmp_path)
    site = scene.copy(tmp_path / "site")
    holder = start(site, "build")
    end = time.monotonic() + 30
    while not (site / ".sitegen/lock").exists() or not (site / ".sitegen/lock").read_text():
        assert time.monotonic() < end
        time.sleep(0.005)
    holder.send_signal(signal.SIGSTOP)
    second = start(site, "build")
    _, said = second.communicate(timeout=60)
    if second.returncode != 0:  # else the first was done by then
        assert second.returncode == 4
        assert f"process {holder.pid}" in said
    holder.kill()
    holder.communicate(timeout=60)
    assert build_again(scene, site) == ""


@pytest.mark.promise("C5")
def test_a_lock_that_is_held_is_status_4_and_touches_nothing(tmp_path: Path) -> None:
    site = make_site(tmp_path / "site", OLD)
    with hold_lock(site / ".sitegen/lock"):
        before = sight(site)
        done = start(site, "build")
        _, said = done.communicate(timeout=60)
    assert done.returncode == 4
    assert f"process {os.getpid()}, since " in said
    assert sight(site) == before


def versions(folder: Path) -> tuple[Path, list[Tree]]:
    """A built site, and the outputs of its two versions: `turn` makes one of the other."""
    site = make_site(folder / "site", OLD)
    build_site(site)
    first = read_tree(site / "output")
    turn(site)
    build_site(site)
    return site, [first, read_tree(site / "output")]


def turn(site: Path) -> None:
    """Edit an update, or take the edit back."""
    text = (site / GALE).read_text("utf-8")
    words = ("No ferry will sail today.", "No ferry will sail tomorrow.")
    old, new = words if words[0] in text else words[::-1]
    replace_in(site / GALE, old, new)


@pytest.mark.promise("C10")
def test_whoever_reads_files_during_builds_finds_each_whole(tmp_path: Path) -> None:
    site, trees = versions(tmp_path)

    def read(path: str) -> bytes | None:
        try:
            return (site / "output" / path).read_bytes()
        except FileNotFoundError:
            return None

    with reading(trees, read) as reader:
        for _ in range(6):
            turn(site)
            build_site(site)
    assert reader.wrong == []
    assert reader.read > 100


@pytest.mark.slow
@pytest.mark.promise("S8")
@pytest.mark.promise("C10")
def test_a_request_during_builds_gets_a_whole_page(tmp_path: Path) -> None:
    site, trees = versions(tmp_path)
    with open_server(site / "output") as url:

        def read(path: str) -> bytes | None:
            try:
                with urllib.request.urlopen(url + path, timeout=30) as reply:
                    data: bytes = reply.read()
                    return data
            except urllib.error.HTTPError as error:
                error.close()
                return None

        with reading(trees, read) as reader:
            for _ in range(6):
                turn(site)
                build_site(site)
    assert reader.wrong == []
    assert reader.read > 50
