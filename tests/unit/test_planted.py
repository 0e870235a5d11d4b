"""What somebody has planted in the state of a site, or in its content: links that lead out, pipes that let wait."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from support import PUBLISHED, build_site, liveblog, make_site, update, write

from sitegen.cli import run
from sitegen.output.search import remove_search

FILES = {
    "site.yaml": PUBLISHED,
    "content/2021/03/08/port.md": liveblog("Port", "2021-03-08", [update("2021-03-08 12:00", "Quiet.", "#t1200")]),
}

PIPES = [
    ".sitegen/lock",
    ".sitegen/index.sound",
    ".sitegen/config.json",
    ".sitegen/targets/other.journal",
    "output/MANIFEST-sha256.txt",
]


@pytest.fixture
def site(tmp_path: Path) -> Path:
    root = make_site(tmp_path / "site", FILES)
    build_site(root)
    return root


@pytest.mark.promise("X3")
@pytest.mark.parametrize("name", ["lock", "index.sound", "config.json"])
@pytest.mark.parametrize("is_there", [True, False])
def test_no_link_in_the_state_is_written_through(site: Path, tmp_path: Path, name: str, is_there: bool) -> None:
    victim = tmp_path / "victim"
    if is_there:
        victim.write_text("precious")
    (site / ".sitegen" / name).unlink(missing_ok=True)
    (site / ".sitegen" / name).symlink_to(victim)
    write(site / "content/2021/03/08/port.md", FILES["content/2021/03/08/port.md"].replace("Quiet.", "Quiet. Loud."))
    build_site(site)
    assert (victim.read_text() == "precious") if is_there else not victim.exists()
    assert b"Loud" in (site / "output/2021/03/08/port/index.html").read_bytes()


@pytest.mark.promise("X4")
@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes with names")
@pytest.mark.parametrize("name", PIPES)
def test_no_pipe_in_the_state_is_waited_for(site: Path, name: str) -> None:
    (site / name).unlink(missing_ok=True)
    os.mkfifo(site / name)
    command = [sys.executable, "-m", "sitegen", "-C", str(site), "build", "--no-search"]
    assert subprocess.run(command, timeout=60, capture_output=True, check=False).returncode == 0


@pytest.mark.promise("X3")
def test_nothing_is_imported_through_a_link(site: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "elsewhere").mkdir()
    (site / "content/2022").symlink_to(tmp_path / "elsewhere")
    write(site / "seeds/storm.txt", "2022-11-03\n\nA storm\n\n10:00 a.m.\n\nIt rains.\n\n11:00 a.m.\n\nIt rains on.\n")
    for _ in range(2):  # nothing was noted as done
        assert run(["-C", str(site), "build", "--no-search"]) == 1
        assert "content/2022: error:" in capsys.readouterr().err
    assert list((tmp_path / "elsewhere").iterdir()) == []
    (site / "content/2022").unlink()
    assert run(["-C", str(site), "build", "--no-search"]) == 0
    assert len(list((site / "content/2022").rglob("*.md"))) == 1


@pytest.mark.skipif(os.name == "nt", reason="a shell closes it")
def test_a_build_needs_nobody_to_listen(site: Path) -> None:
    write(site / "content/2021/03/08/port.md", FILES["content/2021/03/08/port.md"].replace("Quiet.", "Quiet. Loud."))
    command = f"exec {sys.executable} -m sitegen -C {site} build --no-search <&- >&- 2>&-"
    assert subprocess.run(["sh", "-c", command], timeout=60, check=False).returncode == 0
    assert b"Loud" in (site / "output/2021/03/08/port/index.html").read_bytes()


@pytest.mark.promise("X3")
def test_a_search_index_that_is_a_link_goes_and_what_it_leads_to_stays(site: Path, tmp_path: Path) -> None:
    write(tmp_path / "elsewhere/kept.txt", "precious")
    shutil.rmtree(site / "output/pagefind", ignore_errors=True)
    (site / "output/pagefind").symlink_to(tmp_path / "elsewhere")
    remove_search(site / "output")
    assert not (site / "output/pagefind").is_symlink()
    assert (tmp_path / "elsewhere/kept.txt").read_text() == "precious"


@pytest.mark.promise("X6")
@pytest.mark.parametrize("path", ["site.yaml", "content/2021/03/08/port.md"])
def test_no_control_character_reaches_the_rule_for_robots(site: Path, path: str) -> None:
    said = 'rights: {robots: "noindex\\rX: y"}\n'
    text = FILES[path]
    write(site / path, text + said if path == "site.yaml" else text.replace("date:", f"{said}date:"))
    build_site(site)
    page = (site / "output/2021/03/08/port/index.html").read_bytes()
    assert b"noindex\xef\xbf\xbdX: y" in page
