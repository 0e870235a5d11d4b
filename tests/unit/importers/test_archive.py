from __future__ import annotations

import bz2
import gzip
import io
import lzma
import stat
import tarfile
import zipfile
from collections.abc import Callable, Mapping, Sequence
from datetime import date

import pytest

from sitegen.config import Config
from sitegen.errors import Problem, Severity
from sitegen.importers.containers.archive import ARCHIVE, label_of
from sitegen.importers.registry import importers, sniff
from sitegen.importers.seeds import Attachment, Seed
from sitegen.importers.sidecars.sidecar import Sidecar

CONFIG = Config(title="A site", ignore=("*.bak",))
FILES = {"a/one.txt": b"One.", "two.html": b"<p>Two.", "deep/er/three.json": b"[]"}


def zip_of(files: Mapping[str, bytes] | Sequence[tuple[str, bytes]], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, data in files.items() if isinstance(files, Mapping) else files:
            archive.writestr(zipfile.ZipInfo(name), data, method)
    return out.getvalue()


def tar_of(
    files: Mapping[str, bytes] | Sequence[tuple[str, bytes]], form: int = tarfile.PAX_FORMAT, mode: str = "w"
) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=form) as archive:
        for name, data in files.items() if isinstance(files, Mapping) else files:
            member = tarfile.TarInfo(name)
            member.size = len(data)
            archive.addfile(member, io.BytesIO(data))
    return out.getvalue()


Pack = Callable[[bytes], bytes]
Make = Callable[[Sequence[tuple[str, bytes]]], bytes]
MAKERS: dict[str, Make] = {
    "zip": zip_of,
    "zip-stored": lambda files: zip_of(files, zipfile.ZIP_STORED),
    "tar-pax": tar_of,
    "tar-gnu": lambda files: tar_of(files, tarfile.GNU_FORMAT),
    "tar-ustar": lambda files: tar_of(files, tarfile.USTAR_FORMAT),
    "tar.gz": lambda files: gzip.compress(tar_of(files)),
    "tar.bz2": lambda files: bz2.compress(tar_of(files)),
    "tar.xz": lambda files: lzma.compress(tar_of(files)),
}
all_kinds = pytest.mark.parametrize("make", MAKERS.values(), ids=MAKERS)


def read(data: bytes, path: str = "seeds/kept.zip", sidecar: Sidecar | None = None) -> tuple[list[Seed], list[Problem]]:
    seed = Seed(path, data, sidecar or Sidecar())
    assert sniff(seed, importers([])[0]) is ARCHIVE
    found = list(ARCHIVE.read(seed, CONFIG))
    return [one for one in found if isinstance(one, Seed)], [one for one in found if isinstance(one, Problem)]


def names(seeds: Sequence[Seed]) -> dict[str, bytes]:
    return {seed.path.removeprefix("seeds/kept.zip!/"): seed.data for seed in seeds}


def codes(problems: Sequence[Problem]) -> list[str]:
    return [problem.code for problem in problems]


@all_kinds
def test_every_file_is_a_seed(make: Make) -> None:
    seeds, problems = read(make(list(FILES.items())), sidecar=Sidecar(publisher="Harbour Wire"))
    assert names(seeds) == FILES
    assert problems == []
    assert {seed.sidecar.publisher for seed in seeds} == {"Harbour Wire"}
    assert not any(seed.crawled for seed in seeds)


@all_kinds
def test_sidecars_in_it_count_wherever_they_stand(make: Make) -> None:
    files = [
        ("a/one.txt", b"One."),
        ("a/two.txt", b"Two."),
        ("a/three.txt", b"Three."),
        ("a/_meta.yaml", b"publisher: Inner\nzone: Asia/Beirut\n"),
        ("a/one.txt.meta.yaml", b"date: 2021-06-13\n"),
        ("_meta.csv", b"seed,zone\na/two.txt,UTC\n"),
        ("a/three.meta.yaml", b"skip: a copy\n"),
    ]
    seeds, problems = read(make(files), sidecar=Sidecar(publisher="Outer", dateline="TYRE"))
    assert names(seeds) == {"a/one.txt": b"One.", "a/two.txt": b"Two."}
    assert [(seed.sidecar.publisher, seed.sidecar.zone, seed.sidecar.dateline) for seed in seeds] == [
        ("Inner", "Asia/Beirut", "TYRE"),
        ("Inner", "UTC", "TYRE"),
    ]
    assert seeds[0].sidecar.date == date(2021, 6, 13)
    assert problems == []


def test_a_file_whose_sidecar_is_wrong_waits() -> None:
    files = [("a.txt", b"A"), ("a.txt.meta.yaml", b"zone: Beirt\n"), ("b.txt", b"B"), ("c.meta.yaml", b"zone: UTC\n")]
    seeds, problems = read(zip_of(files))
    assert names(seeds) == {"b.txt": b"B"}
    assert [(problem.code, problem.where.path) for problem in problems] == [
        ("unknown-zone", "seeds/kept.zip!/a.txt.meta.yaml"),
        ("sidecar-orphan", "seeds/kept.zip!/c.meta.yaml"),
    ]


def test_junk_is_left_aside_and_counted_once() -> None:
    junk = [
        "__MACOSX/._a.txt",
        ".DS_Store",
        "x/Thumbs.db",
        "style.css",
        "a/script.js",
        "pic.JPG",
        "a.bak",
        "page_files/x",
    ]
    seeds, problems = read(zip_of([("page.html", b"<p>"), *((name, b"x") for name in junk)]))
    assert names(seeds) == {"page.html": b"<p>"}
    assert [(problem.code, problem.severity) for problem in problems] == [("parts-left", Severity.NOTE)]
    assert problems[0].message.endswith(": 8")


@all_kinds
def test_pictures_that_a_page_shows_go_with_it(make: Make) -> None:
    page = b'<img src="storm_files/the%20quay.JPG"><img src=../mast.png><img src="https://example.org/x.png">'
    files = [
        ("a/storm_files/the quay.JPG", b"quay"),
        ("a/storm.html", page),
        ("b/other.html", b'<img src="../mast.png">'),
        ("mast.png", b"mast"),
        ("unused.png", b"unused"),
        ("a/drawing.svg", b"<svg>"),
    ]
    found = list(ARCHIVE.read(Seed("seeds/kept.zip", make(files)), CONFIG))
    pictures = {(one.part, one.name[:5], one.name[-4:], one.data) for one in found if isinstance(one, Attachment)}
    assert pictures == {
        ("seeds/kept.zip!/a/storm.html", "the-q", ".jpg", b"quay"),
        ("seeds/kept.zip!/a/storm.html", "mast-", ".png", b"mast"),
        ("seeds/kept.zip!/b/other.html", "mast-", ".png", b"mast"),
    }
    assert [one.message[-3:] for one in found if isinstance(one, Problem)] == [": 2"]
    names = {one.data: one.name for one in found if isinstance(one, Attachment)}
    assert {one.path.removeprefix("seeds/kept.zip!/"): one.pictures for one in found if isinstance(one, Seed)} == {
        "a/storm.html": {"storm_files/the%20quay.JPG": names[b"quay"], "../mast.png": names[b"mast"]},
        "b/other.html": {"../mast.png": names[b"mast"]},
    }


def test_sidecars_have_a_bound_too() -> None:
    seeds, problems = read(zip_of([("a.txt", b"A"), ("_meta.csv", b"seed,zone\n" * 500_000)]))
    assert (seeds, codes(problems)) == ([], ["unpacks-too-much"])
    assert "its sidecars" in problems[0].message


@all_kinds
def test_names_are_labels_and_lead_nowhere(make: Make) -> None:
    odd = ["/etc/passwd.txt", "../../up.txt", "C:\\temp\\x.txt", "a//b/./c.txt", "..", "bell\x07.txt", "é/ü.txt"]
    seeds, _ = read(make([(name, name.encode()) for name in odd]))
    labels = ["etc/passwd.txt", "up.txt", "C:/temp/x.txt", "a/b/c.txt", "unnamed", "bell\ufffd.txt", "é/ü.txt"]
    assert names(seeds) == {label: name.encode() for label, name in zip(labels, odd, strict=True)}


def test_a_label_is_short_and_has_no_control_characters() -> None:
    assert len(label_of("x" * 70_000)) == 200
    assert label_of("a\ud800\x1b[31m/b") == "a\ufffd\ufffd[31m/b"
    assert label_of("") == "unnamed"


@pytest.mark.filterwarnings("ignore:Duplicate name")
@all_kinds
def test_two_files_of_one_name_are_both_read(make: Make) -> None:
    seeds, problems = read(make([("a.txt", b"First"), ("b.txt", b"B"), ("a.txt", b"Second"), ("./a.txt", b"Third")]))
    assert names(seeds) == {"a.txt": b"First", "b.txt": b"B", "a~2.txt": b"Second", "a~3.txt": b"Third"}
    assert [(problem.code, problem.severity) for problem in problems] == [("member-twice", Severity.WARNING)]


@pytest.mark.parametrize("form", [tarfile.PAX_FORMAT, tarfile.GNU_FORMAT])
def test_long_names_in_a_tar(form: int) -> None:
    name = "/".join(["folder"] * 20) + "/" + "n" * 90 + ".txt"
    seeds, problems = read(tar_of([(name, b"One."), ("b.txt", b"Two.")], form))
    assert list(names(seeds).values()) == [b"One.", b"Two."]
    assert seeds[0].path.endswith("n" * 90 + ".txt")
    assert problems == []


def test_links_devices_and_pipes_in_a_tar_are_left_aside() -> None:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for kind in (
            tarfile.SYMTYPE,
            tarfile.LNKTYPE,
            tarfile.CHRTYPE,
            tarfile.BLKTYPE,
            tarfile.FIFOTYPE,
            tarfile.DIRTYPE,
        ):
            member = tarfile.TarInfo("odd.txt")
            member.type, member.linkname = kind, "/etc/passwd"
            archive.addfile(member)
        member = tarfile.TarInfo("a.txt")
        member.size = 1
        archive.addfile(member, io.BytesIO(b"A"))
    seeds, problems = read(out.getvalue())
    assert list(names(seeds).values()) == [b"A"]
    assert [problem.message[-3:] for problem in problems if problem.code == "parts-left"] == [": 5"]


def test_links_in_a_zip_are_left_aside() -> None:
    link = zipfile.ZipInfo("link.txt")
    link.create_system, link.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(link, "/etc/passwd")
        archive.writestr("a.txt", "A")
    seeds, problems = read(out.getvalue())
    assert (names(seeds), codes(problems)) == ({"a.txt": b"A"}, ["parts-left"])


def test_one_broken_file_does_not_stop_the_others() -> None:
    data = bytearray(zip_of([("a.txt", b"A" * 40), ("b.txt", b"B" * 40), ("c.txt", b"C" * 40)], zipfile.ZIP_STORED))
    data[data.index(b"B" * 40)] ^= 1
    seeds, problems = read(bytes(data))
    assert list(names(seeds)) == ["a.txt", "c.txt"]
    assert [(problem.code, problem.where.path) for problem in problems] == [("broken-part", "seeds/kept.zip!/b.txt")]


def test_an_encrypted_file_is_a_problem_of_its_own() -> None:
    data = bytearray(zip_of([("a.txt", b"A"), ("b.txt", b"B")], zipfile.ZIP_STORED))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + offset] |= 1
    seeds, problems = read(bytes(data))
    assert names(seeds) == {"b.txt": b"B"}
    assert [(problem.code, problem.message) for problem in problems] == [("broken-part", "it is encrypted")]


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_rare_packing_is_named(method: int) -> None:
    seeds, problems = read(zip_of([("a.txt", b"A" * 100)], method))
    assert (seeds, codes(problems)) == ([], ["broken-part"])
    assert "cannot unpack" in problems[0].message


def test_a_name_in_utf8_without_the_flag_that_says_so() -> None:
    data = zip_of([("xx.txt", b"A")], zipfile.ZIP_STORED).replace(b"xx.txt", "é.txt".encode())
    assert names(read(data)[0]) == {"é.txt": b"A"}


# One file without an archive


@pytest.mark.parametrize(("pack", "suffix"), [(gzip.compress, "gz"), (bz2.compress, "bz2"), (lzma.compress, "xz")])
def test_one_packed_file(pack: Pack, suffix: str) -> None:
    seeds, problems = read(pack(b"One."), f"seeds/a/story.txt.{suffix}")
    assert [(seed.path, seed.data) for seed in seeds] == [(f"seeds/a/story.txt.{suffix}!/story.txt", b"One.")]
    assert problems == []


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress])
def test_one_file_packed_in_several_streams(pack: Pack) -> None:
    seeds, problems = read(pack(b"One. ") + pack(b"Two.") + bytes(20), "seeds/story.txt.gz")
    assert ([seed.data for seed in seeds], problems) == ([b"One. Two."], [])
    seeds, problems = read(pack(b"One. ") + b"rubbish", "seeds/story.txt.gz")
    assert (seeds, codes(problems)) == ([], ["broken-container"])


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress])
def test_one_packed_file_that_is_cut(pack: Pack) -> None:
    data = pack(b"One. " * 20)
    for end in range(10, len(data)):
        seeds, problems = read(data[:end], "seeds/story.txt.gz")
        assert (seeds, codes(problems)) == ([], ["broken-container"]), end


# WACZ


def test_of_a_crawl_in_a_zip_the_warc_files_are_read() -> None:
    files = {
        "archive/data-0.warc.gz": b"0",
        "archive/data-1.warc": b"1",
        "indexes/index.cdx.gz": b"x",
        "pages/pages.jsonl": b"{}",
        "datapackage.json": b"{}",
        "datapackage-digest.json": b"{}",
    }
    seeds, problems = read(zip_of(files, zipfile.ZIP_STORED))
    assert list(names(seeds)) == ["archive/data-0.warc.gz", "archive/data-1.warc"]
    assert problems == []


# What is wrong with the whole


@pytest.mark.parametrize("kind", MAKERS)
def test_an_archive_that_is_cut_gives_what_it_has(kind: str) -> None:
    data = MAKERS[kind]([("a.txt", bytes(range(256)) * 4), ("b.txt", b"B" * 700)])
    for end in [*range(4, len(data) - 1, 1 + len(data) // 90)]:
        seed = Seed("seeds/kept.zip", data[:end])
        if ARCHIVE.declines(seed):
            continue
        found = list(ARCHIVE.read(seed, CONFIG))
        for one in found:
            if isinstance(one, Seed):
                assert one.data in (bytes(range(256)) * 4, b"B" * 700)
        whole = len([one for one in found if isinstance(one, Seed)]) == 2
        assert whole or any(isinstance(one, Problem) and one.code == "broken-container" for one in found), end


def test_an_empty_archive_is_read() -> None:
    assert read(zip_of([])) == ([], [])


@pytest.mark.parametrize(
    ("path", "data"),
    [
        ("seeds/a.docx", zip_of([("word/document.xml", b"<w>")])),
        ("seeds/a", zip_of([("[Content_Types].xml", b"<Types>")])),
        ("seeds/a", zip_of([("mimetype", b"application/epub+zip")])),
        ("seeds/a.tar", b"x" * 1024),
        ("seeds/a.gz", gzip.compress(b"WARC/1.1\r\n", mtime=0)),  # a name of a test, the same for every worker
        ("seeds/a.zip", b""),
    ],
)
def test_what_is_no_archive(path: str, data: bytes) -> None:
    assert ARCHIVE.declines(Seed(path, data))
