from __future__ import annotations

from pathlib import Path

import pytest
from archives import DRAFT, FILES, MOSUL, open_archive
from support import write

from sitegen.index.twins import shared_addresses


@pytest.mark.promise("B5")
def test_shared_ids_and_addresses_are_found(tmp_path: Path) -> None:
    twin = FILES[MOSUL].replace("title: Mosul waits", "slug: mosul\ntitle: Mosul again")
    with open_archive(tmp_path, {MOSUL: FILES[MOSUL], DRAFT: FILES[DRAFT]}) as archive:
        assert shared_addresses(archive.index.connection) == []
        other = twin.replace("id: 2016-05-01-mosul", "id: 2016-05-01-mosul-2")
        write(tmp_path / "content/x.md", other)
        with pytest.raises(AssertionError, match="duplicate-slug"):
            archive.load()
        assert shared_addresses(archive.index.connection) == [("slug", "2016-05-01/mosul", MOSUL, "content/x.md")]
        write(tmp_path / "content/x.md", twin.replace("slug: mosul\n", ""))
        with pytest.raises(AssertionError, match="duplicate-id"):
            archive.load()
        assert shared_addresses(archive.index.connection) == [("id", "2016-05-01-mosul", MOSUL, "content/x.md")]


def test_every_twin_is_told_of_the_first(tmp_path: Path) -> None:
    with open_archive(tmp_path, {MOSUL: FILES[MOSUL]}) as archive:
        for name in "ba":
            write(
                tmp_path / f"content/{name}.md", FILES[MOSUL].replace("title: Mosul waits", "slug: mosul\ntitle: Again")
            )
        with pytest.raises(AssertionError, match="duplicate-id"):
            archive.load()
        assert shared_addresses(archive.index.connection) == [
            (what, value, MOSUL, f"content/{name}.md")
            for what, value in (("id", "2016-05-01-mosul"), ("slug", "2016-05-01/mosul"))
            for name in "ab"
        ]
