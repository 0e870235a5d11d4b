from collections.abc import Callable
from pathlib import Path

import pytest
from support import build_site, liveblog, make_site, update

from sitegen.cli import run
from sitegen.output.manifest import holds_manifest, manifest_bytes
from sitegen.output.paths import MANIFEST


def test_a_manifest_is_held_to_the_byte(tmp_path: Path) -> None:
    digests = {"b": "1" * 64, "a": "2" * 64}
    assert manifest_bytes(digests) == f"{'2' * 64}  a\n{'1' * 64}  b\n".encode()
    assert not holds_manifest(tmp_path, digests)
    (tmp_path / MANIFEST).write_bytes(manifest_bytes(digests))
    assert holds_manifest(tmp_path, digests)


@pytest.mark.promise("C9")
@pytest.mark.parametrize(
    "damage",
    [lambda data: data.replace(b"\n", b"\r\n"), lambda data: data + data, lambda data: data + b"# mine\n"],
    ids=["line ends", "twice", "a line more"],
)
def test_a_manifest_that_lists_the_same_in_other_bytes_is_put_right(
    tmp_path: Path, damage: Callable[[bytes], bytes]
) -> None:
    site = make_site(
        tmp_path, {"content/a.md": liveblog("The storm", "2021-03-08", [update("10:00", "The wind grows.", "#t1000")])}
    )
    build_site(site)
    manifest = site / "output" / MANIFEST
    before = manifest.read_bytes()
    manifest.write_bytes(damage(before))
    assert run(["-C", str(site), "build", "--no-search"]) == 0
    assert manifest.read_bytes() == before
