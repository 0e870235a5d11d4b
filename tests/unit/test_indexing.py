from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from time import process_time

import pytest
from archives import FILES, QAIM, open_archive
from support import write

from sitegen.config import Config, Term, Topic
from sitegen.errors import ContentError
from sitegen.files import TOPICS
from sitegen.indexing import load_topics, place_of_link, scan

# What no build needs that finds nothing changed, as far as this stage goes.
HEAVY = (
    "sitegen.reading",
    "sitegen.content",
    "sitegen.words",
    "sitegen.model",
    "yaml",
    "markdown_it",
    "importlib.metadata",
)
UNCHANGED = f"""
import sys
from pathlib import Path
from time import process_time
from sitegen.config import Config
from sitegen.executors import SerialExecutor
from sitegen.index.store import open_index
from sitegen.indexing import load_content, load_topics
root, config = Path(sys.argv[1]), Config(title="T")
with open_index(root / ".sitegen") as index:
    load_content(root, config, load_topics(root, config), index, SerialExecutor())
    print(index.identity, *[name for name in {HEAVY!r} if name in sys.modules])
"""


def test_where_nothing_changed_nothing_is_imported_that_reads(tmp_path: Path) -> None:
    write(tmp_path / QAIM, FILES[QAIM])
    write(tmp_path / TOPICS, "topics:\n  - {slug: qaim, label: Qaim}\n  - {slug: iraq, label: Iraq}\n")

    def run() -> list[str]:
        command = [sys.executable, "-c", UNCHANGED, str(tmp_path)]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()

    first, again = run(), run()
    assert {"sitegen.reading", "yaml"} <= set(first)
    assert again == first[:1]


def test_topics_are_remembered_as_long_as_their_file_is_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bare = Config(title="T")
    write(tmp_path / TOPICS, "topics:\n  - {slug: qaim, label: Qaim}\n")
    assert load_topics(tmp_path, bare) == (Topic("qaim", "Qaim", (Term("Qaim"),)),)
    with monkeypatch.context() as context:
        context.setattr("sitegen.config_file.parse_topics_file", None)
        assert load_topics(tmp_path, bare) == (Topic("qaim", "Qaim", (Term("Qaim"),)),)
    write(tmp_path / TOPICS, "topics:\n  - {slug: mosul, label: Mosul}\n")
    assert load_topics(tmp_path, bare) == (Topic("mosul", "Mosul", (Term("Mosul"),)),)
    write(tmp_path / TOPICS, "topics: 1\n")
    for _ in range(2):
        with pytest.raises(ContentError):
            load_topics(tmp_path, bare)


@pytest.mark.promise("X4")
def test_scan_gives_markdown_files_and_follows_no_link(tmp_path: Path) -> None:
    for name in ("2017/a.md", "b.md", ".hidden.md", ".git/c.md", "d.txt", "elsewhere/e.md"):
        write(tmp_path / "site" / name, "text")
    (tmp_path / "site/elsewhere").rename(tmp_path / "elsewhere")
    (tmp_path / "site/elsewhere").symlink_to(tmp_path / "elsewhere")
    (tmp_path / "site/link.md").symlink_to(tmp_path / "site/b.md")
    (tmp_path / "site/folder.md").mkdir()
    found = scan(tmp_path / "site", "content")
    assert sorted(row[0] for row in found) == ["content/2017/a.md", "content/b.md"]
    stat = (tmp_path / "site/b.md").stat()
    assert ("content/b.md", stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns, stat.st_ino) in found
    assert scan(tmp_path / "none", "content") == []


def test_a_file_that_comes_while_another_goes_is_seen(tmp_path: Path) -> None:
    with open_archive(tmp_path, {QAIM: FILES[QAIM]}) as archive:
        (tmp_path / QAIM).rename(tmp_path / QAIM.replace("qaim", "al-qaim"))
        archive.load()
        assert set(archive.index.stats("content")) == {QAIM.replace("qaim", "al-qaim")}


@pytest.mark.promise("X5")
def test_thousands_of_links_of_a_page_are_found_in_linear_time(tmp_path: Path) -> None:
    links = [f"[one](#v{number}) [other](../b{number}/)" for number in range(5_000)]
    write(tmp_path / "content/a.md", " ".join(links[:2_000]) + "\n" + "\n".join(links[2_000:]))
    start = process_time()
    places = [
        place_of_link(tmp_path, "content/a.md", "/2017/11/03/a/", f"/2017/11/03/a/#v{one}") for one in range(5_000)
    ]
    assert process_time() - start < 5  # a fraction of one; it was a minute
    assert [(place.line, place.column) for place in (places[0], places[1], places[2_000])] == [(1, 7), (1, 34), (2, 7)]
    write(tmp_path / "content/a.md", "\n\n[one](#v0)")  # and what was known of the file is not believed any more
    assert place_of_link(tmp_path, "content/a.md", "/2017/11/03/a/", "/2017/11/03/a/#v0").line == 3
