from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from archives import DRAFT, FILES, MOSUL, QAIM, RUN, Archive, open_archive
from support import liveblog, update, write

from sitegen.index.bodies import _HELD, bodies_of, open_reader
from sitegen.index.queries import Queries
from sitegen.index.store import Change, FileStat, open_index
from sitegen.model import OwnPage

ABOUT = OwnPage("content/pages/about.md", "about", "About", "<p>Who.</p>\n")


def slugs(folder: Path) -> list[str]:
    with open_index(folder) as index:
        return [head.slug for head in Queries(index.connection, drafts=False).heads()]


def test_an_index_is_kept_and_can_be_made_anew(tmp_path: Path) -> None:
    with open_archive(tmp_path) as archive:
        identity, sequence = archive.index.identity, archive.index.sequence
    with open_index(tmp_path / ".sitegen") as index:
        assert (index.identity, index.sequence) == (identity, sequence)
    with open_index(tmp_path / ".sitegen", clean=True) as index:
        assert index.identity != identity
        assert (index.sequence, index.stats(), index.problems()) == (0, {}, [])


@pytest.mark.parametrize("harm", ["words", "empty", "cut", "version"])
def test_an_index_that_is_damaged_or_of_another_version_is_made_anew(tmp_path: Path, harm: str) -> None:
    with open_archive(tmp_path) as archive:
        if harm == "version":
            archive.index.connection.execute("UPDATE meta SET value = 'x' WHERE name = 'version'")
            archive.index.connection.commit()
    path = tmp_path / ".sitegen" / "index.db"
    data = path.read_bytes()
    path.write_bytes({"words": b"not a database" * 100, "empty": b"", "cut": data[:100], "version": data}[harm])
    assert slugs(tmp_path / ".sitegen") == []


def test_a_file_with_errors_is_held_no_more_and_read_again(tmp_path: Path) -> None:
    with open_archive(tmp_path) as archive:
        write(tmp_path / QAIM, FILES[QAIM].replace("2017-11-04 00:30", "25:70"))
        for _ in range(2):
            with pytest.raises(AssertionError, match="update-time"):
                archive.load()
        assert QAIM not in archive.index.stats()
        assert [head.slug for head in archive.queries().heads()] == ["mosul", "run"]
        write(tmp_path / QAIM, FILES[QAIM])
        assert ("live-blog", "2017-11-03/qaim") in archive.load()
        assert QAIM in archive.index.stats()


def test_warnings_are_said_again_until_they_are_mended(tmp_path: Path) -> None:
    with open_archive(tmp_path) as archive:
        archive.edit(RUN, " {#t1840}", "")
        archive.load()
        assert [(problem.code, problem.where.path) for problem in archive.index.problems()] == [("unpinned", RUN)]
        archive.edit(RUN, "18:40", "18:40 {#t1840}")
        assert archive.index.problems() == []


def test_a_fault_in_the_middle_of_an_update_leaves_the_index_as_it_was(tmp_path: Path) -> None:
    with open_archive(tmp_path) as archive:
        archive.index.connection.execute(
            "CREATE TRIGGER harm BEFORE INSERT ON entries BEGIN SELECT RAISE(FAIL, 'harm'); END"
        )
        archive.index.connection.commit()
        before = [*archive.index.connection.iterdump()]
        with pytest.raises(sqlite3.IntegrityError, match="harm"):
            archive.edit(RUN, "The bridges", "All bridges")
        assert [*archive.index.connection.iterdump()] == before


def use_other_settings(archive: Archive) -> None:
    archive.index.connection.execute("UPDATE meta SET value = 'other' WHERE name = 'settings'")
    archive.index.connection.commit()


def test_other_settings_read_every_file_again_and_make_the_index_another(tmp_path: Path) -> None:
    """Another identity touches everything, so nothing need be noted: a target is published from one identity."""
    with open_archive(tmp_path) as archive:
        before, stats = archive.index.identity, archive.index.stats()
        archive.index.connection.execute("UPDATE liveblogs SET title = 'read once'")
        archive.load()
        assert archive.queries().span().liveblogs == 3
        assert {head.title for head in archive.queries().heads()} == {"read once"}
        use_other_settings(archive)
        assert archive.load() == []
        assert archive.index.identity != before
        assert archive.index.stats() == stats
        assert {head.title for head in archive.queries().heads()} == {"Mosul waits", "Qaim is free", "New York runs"}
        second = archive.index.identity
        assert archive.load() == []
        assert archive.index.identity == second


def test_other_settings_drop_what_is_gone_meanwhile(tmp_path: Path) -> None:
    with open_archive(tmp_path) as archive:
        use_other_settings(archive)
        (tmp_path / MOSUL).unlink()
        archive.load()
        assert [head.slug for head in archive.queries(drafts=True).heads()] == ["qaim", "run", "draft"]
        assert MOSUL not in archive.index.stats()


def test_a_live_blog_keeps_its_key_when_it_is_edited(tmp_path: Path) -> None:
    """Pages name bodies by it: another key would render every page that shows the live blog."""
    with open_archive(tmp_path) as archive:
        before = {head.slug: head.key for head in archive.queries(drafts=True).heads()}
        archive.edit(QAIM, "The town is quiet.", "The town sleeps.")
        archive.edit(RUN, "title: New York runs", "title: New York walks")
        archive.edit(DRAFT, "draft: true\n", "")
        assert {head.slug: head.key for head in archive.queries().heads()} == before


def test_stats_of_other_files_are_remembered(tmp_path: Path) -> None:
    stat = FileStat(1, 2, 3, 4, "5f")
    with open_index(tmp_path) as index:
        index.remember({"seeds/x.txt": stat})
    with open_index(tmp_path) as index:
        assert index.stats() == {"seeds/x.txt": stat}


def test_a_worker_reads_bodies_by_name_without_writing(tmp_path: Path) -> None:
    site = tmp_path / "a site #1?"
    about = "---\ntitle: About\n---\n\nWho we are.\n"
    said = FILES[RUN].replace("---\n\n## 2017-11-03 04:00", "---\n\nThe run.\n\n## 2017-11-03 04:00")
    with open_archive(site, {**FILES, RUN: said, "content/pages/about.md": about}) as archive:
        keys = {head.slug: head.key for head in archive.queries().heads()}
        reader = open_reader(site / ".sitegen")
        body_of = bodies_of(reader)
        assert [body_of(f"{keys['run']}/{place}") for place in range(3)] == [
            b"<p>The run.</p>\n",
            b"<p>The first trucks of sand are in place.</p>\n",
            b"<p>The bridges are closed.</p>\n",
        ]
        assert [body_of(f"{keys['qaim']}/{place}") for place in (0, 2)] == [b"", b"<p>The town is quiet.</p>\n"]
        assert body_of("own/about") == b"<p>Who we are.</p>\n"
        with pytest.raises(sqlite3.OperationalError, match="readonly"):
            reader.execute("DELETE FROM bodies")
        reader.close()


def test_a_reader_that_keeps_few_live_blogs_gives_the_bodies_of_many(tmp_path: Path) -> None:
    files = {
        f"content/{number}.md": liveblog(
            f"Story {number}", "2017-11-03", [update("10:00", f"Body {number}.", "#t1000")]
        )
        for number in range(_HELD + 10)
    }
    with open_archive(tmp_path, files) as archive:
        body_of = bodies_of(archive.index.connection)
        for _ in range(2):
            for head in archive.queries().heads():
                assert body_of(f"{head.key}/1") == f"<p>{head.title.replace('Story', 'Body')}.</p>\n".encode()


def test_no_character_of_a_body_ends_it(tmp_path: Path) -> None:
    """A NUL stands between two bodies; no content file holds one, and Markdown makes none (CommonMark 0.31 §2.5)."""
    said = FILES[RUN].replace("The bridges are closed.", "One&#0;two *&#0;* `&#0;` <a&#0;> [&#0;](/&#0;)\n\n&#0;")
    with open_archive(tmp_path, {RUN: said}) as archive:
        (head,) = archive.queries().heads()
        body_of = bodies_of(archive.index.connection)
        assert body_of(f"{head.key}/2").startswith("<p>One\ufffdtwo".encode())
        with pytest.raises(IndexError):
            body_of(f"{head.key}/3")


def test_a_first_load_that_was_cut_off_leaves_no_index(tmp_path: Path) -> None:
    """It is written without a journal, so what it leaves may be anything."""

    def changes() -> Iterator[Change]:
        yield Change("content/pages/about.md", FileStat(1, 2, 3, 4, "5f"), ABOUT)
        raise KeyboardInterrupt

    identities = []

    def load() -> None:
        with open_index(tmp_path) as index:
            identities.append(index.identity)
            index.update(changes(), [], "settings")

    with pytest.raises(KeyboardInterrupt):
        load()
    with open_index(tmp_path) as index:
        assert [index.identity] != identities
        assert (index.settings(), index.stats()) == ("", {})


def test_a_change_that_was_cut_off_leaves_the_index_as_it_was(tmp_path: Path) -> None:
    stat = FileStat(1, 2, 3, 4, "5f")

    def changes() -> Iterator[Change]:
        yield Change("content/pages/about.md", FileStat(9, 9, 9, 9, "99"), None)
        raise KeyboardInterrupt

    with open_index(tmp_path) as index:
        index.update([Change("content/pages/about.md", stat, ABOUT)], [], "settings")
    with pytest.raises(KeyboardInterrupt), open_index(tmp_path) as index:
        index.update(changes(), [], "settings")
    with open_index(tmp_path) as index:
        assert (index.settings(), index.stats()) == ("settings", {"content/pages/about.md": stat})


def test_an_index_that_was_loaded_can_be_read_while_it_is_written(tmp_path: Path) -> None:
    with open_index(tmp_path) as index:
        index.update([Change("content/pages/about.md", FileStat(1, 2, 3, 4, "5f"), ABOUT)], [], "settings")
        reader = open_reader(tmp_path)
        index.connection.execute("DELETE FROM own_pages")
        assert index.connection.in_transaction
        assert bodies_of(reader)("own/about") == b"<p>Who.</p>\n"
        reader.close()
