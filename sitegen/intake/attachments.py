"""What seeds hold beside text: pictures, laid beside the content files that refer to them."""

from __future__ import annotations

from pathlib import Path

from sitegen.files import replace_bytes
from sitegen.importers.reading import ReadSeed
from sitegen.importers.seeds import INSIDE


def lay_beside(root: Path, path: str, seed: ReadSeed, member: str | None = None) -> None:
    """Lay the pictures of *seed* beside the content file *path*; of a container those of its part *member*, None: of all.

    It is done before the file is written, which a crash may keep from being so; a name tells of the bytes, so no picture
    takes the place of another.
    """
    folder, part = (root / path).parent, f"{seed.path}{INSIDE}{member}"
    for one in seed.attachments:
        if member is None or not one.part or part.startswith(one.part):
            file = folder / Path(one.name).name
            if not file.is_file() or file.read_bytes() != one.data:  # else the build would publish it once more
                replace_bytes(file, one.data)
