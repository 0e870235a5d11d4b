"""The files of Pagefind in one order: at each run it writes its filters in another, and names files after their bytes."""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Mapping
from pathlib import Path

ENTRY = "pagefind-entry.json"
_KNOWN = "1.5."
_PREFIX = b"pagefind_dcd"
_DIGITS = 10


def put_in_order(folder: Path) -> None:
    """Write anew what Pagefind 1.5 wrote into *folder*, so that the same pages give the same bytes under the same names.

    What another version wrote is left as it is: its files may have another form.
    """
    entry = json.loads((folder / ENTRY).read_bytes())
    if not entry["version"].startswith(_KNOWN):
        return
    names: dict[str, str] = {}
    for file in folder.glob("filter/*.pf_filter"):
        names[file.stem] = _replace(file, _sorted_filter(_read(file)))
    for file in folder.glob("*.pf_meta"):
        names[file.stem] = _replace(file, _sorted_meta(_read(file), names))
    for language in entry["languages"].values():
        language["hash"] = names[f"pagefind.{language['hash']}"].removeprefix("pagefind.")
    (folder / ENTRY).write_text(json.dumps(entry, sort_keys=True), "utf-8")


def _sorted_filter(value: object) -> list[object]:
    match value:
        case [str(label), list(rows)]:  # rows: a value of the filter and the numbers of its pages
            return [label, sorted(rows)]
        case _:
            raise ValueError(value)


def _sorted_meta(value: object, names: Mapping[str, str]) -> list[object]:
    match value:
        case [version, pages, chunks, list(filters), *others]:  # filters: a label and the name of its file
            return [version, pages, chunks, sorted([label, names[name]] for label, name in filters), *others]
        case _:
            raise ValueError(value)


def _read(file: Path) -> object:
    from cbor2 import loads  # of the extra [search]

    value: object = loads(gzip.decompress(file.read_bytes()).removeprefix(_PREFIX))
    return value


def _replace(file: Path, value: object) -> str:
    """Write *value* in the place of *file*, under a name after its bytes; the new name without its suffix."""
    from cbor2 import dumps  # of the extra [search]

    data = gzip.compress(_PREFIX + dumps(value), mtime=0)
    stem = f"{file.stem.rpartition('_')[0]}_{hashlib.sha256(data).hexdigest()[:_DIGITS]}"
    file.unlink()
    (file.parent / f"{stem}{file.suffix}").write_bytes(data)
    return stem
