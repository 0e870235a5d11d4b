"""Pictures that lie in the folder which a browser made beside a page that it saved: ``storm.html``, ``storm_files/``."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from sitegen.importers.budgets import MOST_OF_SEED
from sitegen.importers.seeds import Attachment, Seed
from sitegen.importers.web.pictures import SUFFIX_OF, label_beside, picture_name, shown_in

_PAGES = frozenset({".html", ".htm", ".xhtml"})


def pictures_beside(root: Path, page: Seed) -> tuple[tuple[str, Attachment], ...]:
    """The pictures of the *page* in the site *root* that lie in its folder, each after its address in the page."""
    path = PurePosixPath(page.path)
    folder = f"{path.with_suffix('')}_files"
    if path.suffix.lower() not in _PAGES or not _is_folder(root / folder):
        return ()
    return tuple(_found(root, folder, page))


def _found(root: Path, folder: str, page: Seed) -> Iterator[tuple[str, Attachment]]:
    for address in sorted(shown_in(page)):
        label = label_beside(address, page.path)
        suffix = SUFFIX_OF.get(PurePosixPath(label).suffix.lower())
        if suffix and PurePosixPath(label).parent == PurePosixPath(folder) and (data := _bytes_of(root / label)):
            yield address, Attachment(picture_name(address, data, suffix), data)


def _is_folder(path: Path) -> bool:
    try:
        return stat.S_ISDIR(path.lstat().st_mode)  # a link may lead anywhere
    except (OSError, ValueError):
        return False


def _bytes_of(path: Path) -> bytes:
    """The content of a file; "" for what is none, or too large, or a link."""
    try:
        state = path.lstat()
        return path.read_bytes() if stat.S_ISREG(state.st_mode) and state.st_size <= MOST_OF_SEED else b""
    except (OSError, ValueError):  # a name with a NUL
        return b""
