"""Limits of the system met for real: the size of files, the number of open ones, folders that cannot be written."""

from __future__ import annotations

import os
import resource
import subprocess
from collections.abc import Sequence
from functools import partial
from pathlib import Path

import pytest
from scenes import GALE, OLD, next_build, sight
from support import PUBLISHED, build_site, liveblog, make_site, read_tree, update, write
from trials import build_again, command, environment, judge

BIG = b"x" * 900_000
NOBODY = 65534


def run_limited(site: Path, limit: int, most: int, *words: str) -> subprocess.CompletedProcess[str]:
    """``sitegen build`` in a process that may have *most* of what *limit* names."""
    before = partial(resource.setrlimit, limit, (most, most))
    return subprocess.run(
        command(site, "build", *words),
        env=environment(),
        preexec_fn=before,
        capture_output=True,
        text=True,
        timeout=120,
    )


@pytest.mark.slow
@pytest.mark.promise("C2")
def test_a_file_that_grows_too_long_is_named_and_nothing_is_published(tmp_path: Path) -> None:
    site = make_site(tmp_path / "site", OLD)
    build_site(site)
    before = read_tree(site / "output")
    (site / "layouts/static").mkdir(parents=True)
    (site / "layouts/static/map.svg").write_bytes(BIG)
    done = run_limited(site, resource.RLIMIT_FSIZE, len(BIG) - 1)
    assert done.returncode == 3
    assert "assets/map.svg" in done.stderr
    assert "file too large" in done.stderr
    assert f"files may have {len(BIG) - 1:,} bytes at most here: raise that limit (ulimit -f)" in done.stderr
    assert read_tree(site / "output") == before
    assert list((site / ".sitegen/staging").iterdir()) == []
    build_site(site)
    assert (site / "output/assets/map.svg").read_bytes() == BIG


@pytest.mark.slow
@pytest.mark.promise("C2")
def test_any_limit_on_the_size_of_files_is_one_line(tmp_path: Path) -> None:
    scene = next_build(tmp_path)
    for most in (0, 600, 5_000, 20_000, 70_000):  # the settings, an imported file, a page, the index
        site = scene.copy(tmp_path / "site")
        done = run_limited(site, resource.RLIMIT_FSIZE, most)
        assert done.returncode in (0, 3)
        assert judge(scene, site, done.returncode, done.stderr) == "", most


@pytest.mark.promise("C2")
def test_an_index_that_may_not_grow_names_the_limit(tmp_path: Path) -> None:
    site = make_site(
        tmp_path / "site", {"content/gale.md": liveblog("Gale", "2017-11-03", [update("08:00", "Words.")])}
    )
    done = run_limited(site, resource.RLIMIT_FSIZE, 20_000)
    assert done.returncode == 3
    assert "disk I/O error [index-failed]" in done.stderr
    assert "files may have 20,000 bytes at most here: raise that limit (ulimit -f)" in done.stderr


@pytest.mark.slow
@pytest.mark.promise("C4")
@pytest.mark.parametrize("words", [[], ["-j", "2"], ["-j", "8"]])
def test_few_files_are_open_at_a_time(words: Sequence[str], tmp_path: Path) -> None:
    names = [f"{month:02}-{day:02}" for month in range(1, 7) for day in range(1, 21)]
    files = {
        f"content/2018/{name.replace('-', '/')}/{name}.md": liveblog(
            f"Story {name}",
            f"2018-{name}",
            [update(f"2018-{name} 08:00", "Words.", "#t0800")],
            id=name,
            slug=f"s{name}",
        )
        for name in names
    }
    site = make_site(tmp_path / "site", {"site.yaml": PUBLISHED, **files})
    done = run_limited(site, resource.RLIMIT_NOFILE, 64, *words)
    assert (done.returncode, done.stderr.count("error")) == (0, 0), done.stderr
    assert len(list((site / "output").rglob("index.html"))) > len(names)


@pytest.mark.slow
@pytest.mark.promise("C4")
def test_too_few_files_for_two_processes_end_the_build(tmp_path: Path) -> None:
    seeds = {f"content/pages/p{number}.md": f"---\ntitle: P {number}\n---\n\nWords.\n" for number in range(120)}
    site = make_site(tmp_path / "site", {**OLD, **seeds})
    done = run_limited(site, resource.RLIMIT_NOFILE, 12, "-j", "2")  # it waited for ever for the one that had started
    assert done.returncode in (0, 3)
    assert "Traceback" not in done.stderr


@pytest.mark.promise("C3")
@pytest.mark.parametrize("closed", ["output", "output/2018/02/20", "content"])
def test_a_folder_that_cannot_be_written_is_found_before_anything_moves(closed: str, tmp_path: Path) -> None:
    site = make_site(tmp_path / "site", OLD)
    build_site(site)
    write(site / GALE, OLD[GALE].replace("under water", "dry") + "\n## 2018-02-20 10:00 {#t1000}\n\nMore.\n")
    before = sight(site)
    child = os.fork()
    if child == 0:
        try:
            if not os.geteuid():  # root may write everywhere
                for path in (site, *site.rglob("*")):
                    os.chown(path, NOBODY, NOBODY)
                for path in tmp_path.parents:
                    path.chmod(path.stat().st_mode | 0o011)
                tmp_path.chmod(0o755)
                os.seteuid(NOBODY)
            (site / closed).chmod(0o555)
            build_site(site)
        except Exception as error:  # noqa: BLE001
            os._exit(getattr(error, "status", 70))
        finally:
            os._exit(71)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 3
    assert sight(site) == before
    (site / closed).chmod(0o755)


@pytest.mark.promise("C3")
@pytest.mark.parametrize("output", [".", "..", "content", "seeds/x", "layouts", ".sitegen", "/", "file", "circle"])
def test_an_output_that_must_not_be_one_is_refused_and_left_alone(output: str, tmp_path: Path) -> None:
    site = make_site(tmp_path / "site", {**OLD, "file": "mine"})
    (site / "circle").symlink_to("circle")
    before = sorted(path.name for path in site.iterdir())
    done = subprocess.run(
        command(site, "build", "--output", str(site / output)), env=environment(), capture_output=True, text=True
    )
    assert done.returncode == 2
    assert "error" in done.stderr
    assert {path: (site / path).read_text("utf-8") for path in OLD} == OLD
    assert sorted(path.name for path in site.iterdir() if path.name != ".sitegen") == before


@pytest.mark.promise("C3")
def test_an_output_that_is_a_link_to_a_folder_is_filled_and_stays_one(tmp_path: Path) -> None:
    scene = next_build(tmp_path)
    site = scene.copy(tmp_path / "site")
    (site / "output").rename(tmp_path / "elsewhere")
    (site / "output").symlink_to(tmp_path / "elsewhere")
    assert build_again(scene, site) == "" or (tmp_path / "elsewhere/index.html").exists()
    assert (site / "output").is_symlink()
    assert (tmp_path / "elsewhere/2018/02/21/fog/index.html").exists()
