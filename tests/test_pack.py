"""A pack is the same bytes of the same archive, holds what it should and nothing else, and is never of half an archive."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from support import PUBLISHED, liveblog, make_site, replace_in, update, write

from sitegen.cli import run

TESTS = Path(__file__).parent
SEED = (TESTS / "golden" / "one-seed" / "seeds").iterdir
FILES = {
    "site.yaml": PUBLISHED,
    "content/2021/03/08/quay.md": liveblog(
        "The quay", "2021-03-08", [update("19:30", "The quay is open.", "#t1930")], id="2021-03-08-quay"
    ),
    "content/2021/03/09/secret.md": liveblog(
        "Secret", "2021-03-09", [update("10:00", "Nobody knows yet.", "#t1000")], id="2021-03-09-secret", draft="true"
    ),
    "content/pages/about.md": "---\ntitle: About\n---\n\nWho we are.\n",
    "layouts/static/größe.txt": "ä\n",
    "backups/old.md": "the name of somebody\n",
}


def site_in(root: Path) -> Path:
    """A site with a seed, a draft, a page of the owner's, a backup and a name beyond ASCII, imported and built."""
    make_site(root, FILES)
    shutil.copytree(TESTS / "golden" / "one-seed" / "seeds", root / "seeds", dirs_exist_ok=True)
    assert run(["-C", str(root), "build", "-q"]) == 0
    return root


def pack(root: Path, name: str, *flags: str) -> Path:
    file = root.parent / name
    assert run(["-C", str(root), "pack", str(file), *flags]) == 0
    return file


def names(file: Path) -> list[str]:
    with zipfile.ZipFile(file) as archive:
        assert archive.testzip() is None
        return archive.namelist()


def packed_elsewhere(folder: Path, environment: dict[str, str], *, umask: int, is_late: bool) -> bytes:
    """The pack that a fresh process makes of the site, laid in *folder* by another hand."""
    files = {path: text.encode() for path, text in FILES.items()}
    files |= {f"seeds/{seed.name}": seed.read_bytes() for seed in SEED()}
    for path, data in sorted(files.items(), reverse=is_late):
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)
        os.utime(folder / path, (2_000_000_000, 2_000_000_000) if is_late else (86_400, 86_400))
        (folder / path).chmod(0o600 if is_late else 0o755)
    plain = {name: value for name, value in os.environ.items() if not name.startswith(("LC_", "LANG", "TZ", "PYTHON"))}
    for command in (["build", "-q"], ["pack", "-q", str(folder.parent / f"{folder.name}.zip")]):
        done = subprocess.run(
            [sys.executable, "-m", "sitegen.cli", "-C", str(folder), *command],
            env={**plain, "PYTHONPATH": str(TESTS.parent), "PYTHONDONTWRITEBYTECODE": "1", **environment},
            umask=umask,
            capture_output=True,
            text=True,
            timeout=120,
        )
        assert done.returncode == 0, done.stderr
    return (folder.parent / f"{folder.name}.zip").read_bytes()


@pytest.mark.promise("P3")
@pytest.mark.slow
def test_two_copies_in_two_places_give_the_same_bytes(tmp_path: Path) -> None:
    one = {"TZ": "UTC", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "0"}
    other = {"TZ": "Asia/Kathmandu", "LC_ALL": "C", "PYTHONHASHSEED": "7"}
    first = packed_elsewhere(tmp_path / "one", one, umask=0o022, is_late=False)
    second = packed_elsewhere(tmp_path / "another, longer näme", other, umask=0o077, is_late=True)
    assert hashlib.sha256(first).hexdigest() == hashlib.sha256(second).hexdigest()


@pytest.mark.promise("P3")
def test_a_pack_holds_the_archive_and_checks_itself(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = site_in(tmp_path / "site")
    write(root / "output" / "notes.txt", "mine")
    (root / "content" / "link.md").symlink_to(root / "site.yaml")
    os.mkfifo(root / "seeds" / "pipe.txt")
    capsys.readouterr()
    file = pack(root, "whole.zip")
    said = capsys.readouterr()
    found = names(file)
    assert {"site.yaml", "content/imports.lock", "content/2021/03/09/secret.md", "layouts/static/größe.txt"} <= {*found}
    assert any(name.startswith("seeds/") for name in found)
    assert not [name for name in found if "notes" in name or "link" in name or "pipe" in name]
    assert not [name for name in found if name.startswith((".", "backups"))]
    assert said.err.count("[pack-left-out]") == 2
    assert "output/notes.txt" in said.err
    assert said.out == f"{hashlib.sha256(file.read_bytes()).hexdigest()}  {file}\n"
    subprocess.run(["unzip", "-q", str(file), "-d", str(tmp_path / "x")], check=True)
    for folder in (tmp_path / "x", tmp_path / "x" / "output"):
        subprocess.run(["sha256sum", "--check", "--strict", "--quiet", "MANIFEST-sha256.txt"], cwd=folder, check=True)
    assert run(["-C", str(tmp_path / "x"), "verify", "-q"]) == 0


@pytest.mark.promise("P4")
def test_a_public_pack_holds_no_seed_no_draft_and_no_record_of_them(tmp_path: Path) -> None:
    root = site_in(tmp_path / "site")
    file = pack(root, "public.zip", "--public")
    found = names(file)
    assert not [name for name in found if name.startswith(("seeds/", "backups/", ".")) or name.endswith("imports.lock")]
    assert "content/2021/03/08/quay.md" in found
    assert "content/pages/about.md" in found
    data = file.read_bytes()
    for secret in (b"Nobody knows yet", b"2021-03-09-secret", b"the name of somebody"):
        assert secret not in data
    assert b"The quay is open" in data


@pytest.mark.promise("P3")
def test_nothing_is_packed_that_is_not_what_the_content_makes(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = make_site(tmp_path / "site", FILES)
    file = tmp_path / "archive.zip"

    def refused() -> str:
        capsys.readouterr()
        assert run(["-C", str(root), "pack", str(file)]) == 1
        assert not list(tmp_path.glob("*archive.zip*"))
        return capsys.readouterr().err

    assert "[output-absent]" in refused()
    assert run(["-C", str(root), "build", "-q"]) == 0
    replace_in(root / "content/2021/03/08/quay.md", "is open", "is shut")
    assert "run sitegen build" in (said := refused())
    assert "[output-stale]" in said
    assert run(["-C", str(root), "build", "-q"]) == 0
    page = root / "output" / "404.html"
    page.write_bytes(page.read_bytes().replace(b"<", b">", 1))
    assert "output/404.html:1:1: error" in refused()


def test_a_pack_inside_of_what_is_packed_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = site_in(tmp_path / "site")
    for name in ("output/x.zip", "seeds/x.zip", "content"):
        assert run(["-C", str(root), "pack", str(root / name)]) == 2
        assert "[pack-inside]" in capsys.readouterr().err


def test_the_pack_has_the_name_of_the_site_and_replaces_the_old_one(tmp_path: Path) -> None:
    root = site_in(tmp_path / "site")
    (root / "the-small-archive.zip").write_bytes(b"old")
    assert run(["-C", str(root), "pack"]) == 0
    assert zipfile.is_zipfile(root / "the-small-archive.zip")
    assert "the-small-archive.zip" not in names(root / "the-small-archive.zip")
    assert [path.name for path in root.glob(".*.new")] == []


def test_a_name_that_cannot_be_unpacked_everywhere_is_an_error(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = site_in(tmp_path / "site")
    write(root / "content" / "a\\b.jpg", "no picture")
    assert run(["-C", str(root), "pack", str(tmp_path / "x.zip")]) == 1
    assert "[pack-name]" in capsys.readouterr().err


def test_many_and_large_files_take_the_long_form(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = site_in(tmp_path / "site")
    monkeypatch.setattr(zipfile, "ZIP64_LIMIT", 1_000)  # instead of 2 GiB, and of 65,535 files
    monkeypatch.setattr(zipfile, "ZIP_FILECOUNT_LIMIT", 10)
    found = names(file := pack(root, "large.zip"))
    assert b"PK\x06\x06" in file.read_bytes()
    subprocess.run(["unzip", "-tq", str(file)], check=True, capture_output=True)
    assert len(found) > 10


@pytest.mark.promise("X4")
def test_a_pipe_or_a_device_is_never_replaced_by_a_pack(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = site_in(tmp_path / "site")
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    assert run(["-C", str(root), "pack", str(pipe)]) == 2
    assert "[pack-inside]" in capsys.readouterr().err
    assert pipe.is_fifo()
