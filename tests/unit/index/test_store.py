from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from archives import FILES, QAIM, RUN, open_archive
from support import write

from sitegen.index.queries import Queries
from sitegen.index.store import FileStat, open_bodies, open_index


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
            "CREATE TRIGGER harm BEFORE INSERT ON updates BEGIN SELECT RAISE(FAIL, 'harm'); END"
        )
        archive.index.connection.commit()
        before = [*archive.index.connection.iterdump()]
        with pytest.raises(sqlite3.IntegrityError, match="harm"):
            archive.edit(RUN, "The bridges", "All bridges")
        assert [*archive.index.connection.iterdump()] == before


def test_other_settings_read_every_file_again(tmp_path: Path) -> None:
    with open_archive(tmp_path) as archive:
        archive.index.connection.execute("UPDATE meta SET value = 'other' WHERE name = 'settings'")
        archive.index.connection.commit()
        assert ("live-blog", "2016-05-01/mosul") in archive.load()
        assert archive.load() == []


def test_stats_of_other_files_are_remembered(tmp_path: Path) -> None:
    stat = FileStat(1, 2, 3, 4, "5f")
    with open_index(tmp_path) as index:
        index.remember({"seeds/x.txt": stat})
    with open_index(tmp_path) as index:
        assert index.stats() == {"seeds/x.txt": stat}


def test_a_worker_reads_bodies_without_writing(tmp_path: Path) -> None:
    with open_archive(tmp_path / "a site #1?") as archive:
        entry = archive.queries().newest(1)[0]
        assert open_bodies(tmp_path / "a site #1?" / ".sitegen")(entry.body) == "<p>The bridges are closed.</p>\n"
