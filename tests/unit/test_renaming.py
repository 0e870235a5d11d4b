"""Names that say what is taken down: live blogs, pictures and addresses get others, and nothing of them is left."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from support import PUBLISHED, build_site, liveblog, make_site, read_tree, replace_in, update, write

from sitegen.cli import run
from sitegen.content.ledger import State, read_ledger
from sitegen.takedown.matching import loose_pattern_of

pytestmark = pytest.mark.promise("T3")
HELD, HELD_NEW = "content/2021/03/08/jane-doe-is-held.md", "content/2021/03/08/withheld-is-held.md"
PORT = "content/2021/03/08/port.md"
FILES = {
    "site.yaml": PUBLISHED + "base_url: https://example.org/live/\ntopics:\n  - {slug: port, label: Port}\n",
    HELD: liveblog(
        "A woman is held",
        "2021-03-08",
        [
            update("2021-03-08 10:00", "Police speak.\n\n![The court](jane-doe%20at%20court.png)", "#t1000"),
            update("2021-03-08 11:00", "Nothing more is said.", '#t1100 topics="port"'),
        ],
        id="2021-03-08-jane-doe-is-held",
        slug="jane-doe-is-held",
        aliases="[/live/jane-doe/, /live/held/]",
    ),
    PORT: liveblog(
        "The port",
        "2021-03-08",
        [update("2021-03-08 12:00", "It is quiet; see [the other](/2021/03/08/jane-doe-is-held/#t1000).", "#t1200")],
        id="2021-03-08-port",
        slug="port",
    ),
    "content/2021/03/08/gone.md": liveblog(
        "Gone",
        "2021-03-08",
        [update("2021-03-08 13:00", "Soon gone.", "#t1300")],
        id="2021-03-08-jane-doe",
        slug="janedoe",
    ),
}
NAME = ("withhold", "--match", "Jane Doe", "--write")


@pytest.fixture
def site(tmp_path: Path) -> Path:
    root = make_site(tmp_path / "site", FILES)
    (root / HELD).with_name("jane-doe at court.png").write_bytes(b"GIF89a")
    build_site(root)
    assert sitegen(root, "withhold", "2021-03-08-jane-doe") == 0
    build_site(root)
    return root


def sitegen(root: Path, *arguments: str) -> int:
    return run(["-C", str(root), *arguments])


def saying(folder: Path) -> list[str]:
    """The files of *folder* that say the name, in whatever way, in themselves or by their own name."""
    pattern = loose_pattern_of("Jane Doe")
    return [path for path, data in read_tree(folder).items() if pattern.search(f"{path} {data.decode('latin-1')}")]


def ledger_of(root: Path) -> dict[tuple[str, str], State]:
    promises, problems = read_ledger((root / "content/anchors.lock").read_text(encoding="utf-8"))
    assert problems == ()
    return {key: promise.state for key, promise in promises.items()}


@pytest.mark.promise("T1")
def test_no_name_says_it_any_more_and_all_else_is_as_it_was(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert saying(site / "output")
    assert sitegen(site, *NAME) == 1
    assert "again with --rename" in capsys.readouterr().err
    assert sitegen(site, *NAME, "--rename") == 0
    assert "/2021/03/08/jane-doe-is-held/ leads nowhere any more" in capsys.readouterr().err
    build_site(site)
    assert saying(site / "output") == saying(site / "content") == []
    assert (site / HELD_NEW).is_file()
    page = (site / "output/2021/03/08/withheld-is-held/index.html").read_text("utf-8")
    assert re.search(r'src="[^"]*withheld%20at%20court\.png"', page)
    assert (site / "output/live/held/index.html").is_file()
    assert "withheld-is-held/#t1000" in (site / "output/2021/03/08/port/index.html").read_text("utf-8")
    assert 'class="notice"' in (site / "output/2021/03/08/withheld/index.html").read_text("utf-8")
    assert ledger_of(site) == {
        ("2021-03-08-port", "/2021/03/08/port/"): State.LIVE,
        ("2021-03-08-port", "t1200"): State.LIVE,
        ("2021-03-08-withheld", "/2021/03/08/withheld/"): State.LIVE,
        ("2021-03-08-withheld", "t1300"): State.WITHHELD,
        ("2021-03-08-withheld-is-held", "/2021/03/08/withheld-is-held/"): State.LIVE,
        ("2021-03-08-withheld-is-held", "t1000"): State.LIVE,
        ("2021-03-08-withheld-is-held", "t1100"): State.LIVE,
    }
    assert sitegen(site, "check") == sitegen(site, *NAME, "--rename") == 0
    assert sitegen(site, "pack", "--public", "--base-url", "https://example.org/live/", str(site.parent / "p.zip")) == 0
    shutil.unpack_archive(site.parent / "p.zip", site.parent / "packed")
    assert saying(site.parent / "packed") == []


def test_a_rehearsal_says_what_would_be_and_does_nothing(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = read_tree(site)
    assert sitegen(site, *NAME, "--rename", "--dry-run") == 0
    assert f"{HELD}: will be {HELD_NEW}" in capsys.readouterr().err
    assert {path: data for path, data in read_tree(site).items() if ".sitegen" not in path} == {
        path: data for path, data in before.items() if ".sitegen" not in path
    }


def test_names_that_become_one_are_told_apart(site: Path) -> None:
    """Of two files that would have one name, none stands over the other."""
    for name, anchor in (("janedoe-is-held", "t1400"), ("held-by-jane-doe", "t1500"), ("held-by-janedoe", "t1600")):
        said = update(f"2021-03-08 {anchor[1:3]}:00", "Words.", f"#{anchor}")
        write(
            site / f"content/2021/03/08/{name}.md",
            liveblog("X", "2021-03-08", [said], id=f"2021-03-08-{name}", slug=name),
        )
    build_site(site)
    before = read_tree(site / "content")
    assert sitegen(site, *NAME, "--rename") == 0
    assert len(read_tree(site / "content")) == len(before)
    build_site(site)
    assert sum(key[1] in ("t1400", "t1500", "t1600") for key in ledger_of(site)) == 3
    assert saying(site / "output") == []


def test_a_name_that_is_taken_is_not_given_twice(site: Path) -> None:
    write(site / HELD_NEW, FILES[PORT].replace("slug: port", "slug: withheld-is-held").replace("08-port", "08-other"))
    build_site(site)
    assert sitegen(site, *NAME, "--rename") == 0
    build_site(site)
    assert (site / "content/2021/03/08/withheld-is-held-2.md").is_file()
    assert ("2021-03-08-withheld-is-held", "/2021/03/08/withheld-is-held-2/") in ledger_of(site)
    assert saying(site / "output") == []


class Writes:
    """Counts how many names of files may still be changed; the last one fails."""

    def __init__(self, left: int) -> None:
        self.left = left

    def counted(self, call: Callable[[Path, Path], Path]) -> Callable[[Path, Path], Path]:
        def attempt(path: Path, new: Path) -> Path:
            self.left -= 1
            if self.left == 0:
                raise OSError(28, "No space left on device", "content")
            return call(path, new)

        return attempt


def test_a_renaming_that_dies_at_any_write_publishes_nothing_and_can_be_done_again(
    site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Wherever it dies, the build after it fails or is sound, and the command, given again, leaves the same site."""
    whole = shutil.copytree(site, tmp_path / "whole", symlinks=True)
    assert sitegen(whole, *NAME, "--rename") == 0
    build_site(whole)
    wanted = {path: data for path, data in read_tree(whole / "output").items() if not path.startswith("MANIFEST")}
    for fatal in range(1, 40):
        copy = shutil.copytree(site, tmp_path / f"copy-{fatal}", symlinks=True)
        writes = Writes(fatal)
        with monkeypatch.context() as patch:
            for name in ("replace", "rename"):
                patch.setattr(Path, name, writes.counted(getattr(Path, name)))
            status = sitegen(copy, *NAME, "--rename")
        if writes.left > 0:
            assert status == 0
            break
        sitegen(copy, "build", "--no-search")  # fails, or publishes what is sound
        assert sitegen(copy, *NAME, "--rename") == 0, fatal
        assert sitegen(copy, "build", "--no-search") == 0, fatal
        found = {path: data for path, data in read_tree(copy / "output").items() if not path.startswith("MANIFEST")}
        assert found == wanted, fatal
    else:
        pytest.fail("it never came to an end")


def test_it_goes_with_writing_alone(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert sitegen(site, "withhold", "--match", "Jane Doe", "--rename") == 2
    assert "--rename go with --write" in capsys.readouterr().err
    assert sitegen(site, "withhold", "2021-03-08-port", "--rename") == 2


def test_what_only_a_person_can_name_is_told(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    replace_in(site / PORT, "slug: port\n", "slug: port\nsources: [{seed: seeds/jane-doe.txt, sha256: ''}]\n")
    assert sitegen(site, *NAME, "--rename") == 1
    assert "it still stands here [withheld-left]" in capsys.readouterr().err


def test_replacing_a_name_leaves_the_file_of_a_picture_to_renaming(site: Path) -> None:
    (site / HELD).with_name("jane_doe.png").write_bytes(b"GIF89a")
    replace_in(site / PORT, "It is quiet;", "It is quiet, ![Jane Doe on the quay](jane_doe.png)")
    sitegen(site, *NAME, "--replace")
    text = (site / PORT).read_text("utf-8")
    assert r"![\[name withheld\] on the quay](jane_doe.png)" in text
    assert sitegen(site, *NAME, "--replace", "--rename") == 0
    assert "on the quay](withheld.png)" in (site / PORT).read_text("utf-8")
    build_site(site)
    assert saying(site / "output") == []
