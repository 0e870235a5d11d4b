"""Pictures that lie beside a content file: published with its page, and as fresh as the page is."""

from __future__ import annotations

import plistlib
import re
import tarfile
from base64 import b64decode
from email.message import EmailMessage
from io import BytesIO
from pathlib import Path
from time import monotonic
from zipfile import ZipFile
from zlib import compress, crc32

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import build_site, codes_of, liveblog, make_site, read_tree, replace_in, update

from sitegen.cli import run
from sitegen.errors import ContentError
from sitegen.pictures import size_of

PNG = b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg==")
FILE, PAGE = "content/2020/01/01/one.md", "2020/01/01/one/"
SHOWN = "The gate is open. ![The gate, half open](gate-1.png)"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A site that was built, of one live blog with one picture beside other files."""
    text = liveblog("One", "2020-01-01", [update("10:00", SHOWN, "#t1000")], id="2020-01-01-one", slug="one")
    made = make_site(tmp_path / "site", {FILE: text})
    for name in ("gate-1.png", "unused.png", "plan.svg"):
        (made / FILE).with_name(name).write_bytes(PNG)
    build_site(made)
    return made


def pictures(site: Path) -> dict[str, bytes]:
    """What is published beside the pages of live blogs."""
    return {
        path: data
        for path, data in read_tree(site / "output").items()
        if path[:4] == "2020" and not path.endswith((".html", ".json"))
    }


def test_the_picture_is_published_beside_the_page_that_shows_it(site: Path) -> None:
    assert pictures(site) == {f"{PAGE}gate-1.png": PNG}
    page = (site / "output" / PAGE / "index.html").read_text("utf-8")
    assert '/2020/01/01/one/gate-1.png" alt="The gate, half open"' in page
    report = build_site(site)
    assert (report.rendered, report.changed, report.removed) == ((), (), ())


SIZED = r'<img src="[^"]*gate-1\.png" alt="The gate, half open" loading="lazy"(?: width="(\d+)" height="(\d+)")?>'


def png(width: int, height: int) -> bytes:
    """A picture in grey of that size."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return len(data).to_bytes(4, "big") + kind + data + crc32(kind + data).to_bytes(4, "big")

    header = width.to_bytes(4, "big") + height.to_bytes(4, "big") + bytes([8, 0, 0, 0, 0])
    rows = compress(b"".join(b"\0" + bytes(width) for _ in range(height)))
    return PNG[:8] + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def sizes_in(page: Path) -> list[tuple[str, str]]:
    return re.findall(SIZED, page.read_text("utf-8"))


def test_pages_say_the_size_of_a_picture_and_follow_it(site: Path) -> None:
    """So that nothing moves while it loads; wherever the words of the update stand, and without an edit of the content."""
    replace_in(site / "site.yaml", "zone: UTC\n", "zone: UTC\npages: {bodies: full}\n")
    build_site(site)
    pages = [site / "output" / page / "index.html" for page in (PAGE, "2020/01/01")]
    assert [sizes_in(page) for page in pages] == [[("1", "1")], [("1", "1")]]
    picture = (site / FILE).with_name("gate-1.png")
    picture.write_bytes(png(640, 480))
    build_site(site)
    assert [sizes_in(page) for page in pages] == [[("640", "480")], [("640", "480")]]
    picture.write_bytes(png(640, 480) + b"more")  # another one of the same size
    report = build_site(site)
    assert (report.rendered, report.changed) == ((), (f"/{PAGE}gate-1.png",))
    picture.write_bytes(b"\x89PNG\r\n\x1a\n and then nothing of the kind")
    build_site(site)
    assert [sizes_in(page) for page in pages] == [[("", "")], [("", "")]]
    kept = read_tree(site / "output")
    build_site(site, clean=True)
    assert read_tree(site / "output") == kept


def test_the_size_may_stand_behind_a_long_preview(site: Path) -> None:
    preview = b"\xff\xd8" + (b"\xff\xe2\xff\xff" + bytes(0xFFFD)) * 4
    (site / FILE).with_name("gate-1.png").write_bytes(preview + JPEG[2:])
    build_site(site)
    assert sizes_in(site / "output" / PAGE / "index.html") == [("480", "640")]


def test_the_size_of_a_picture_that_came_late_is_on_its_page(site: Path) -> None:
    picture = (site / FILE).with_name("gate-1.png")
    picture.unlink()
    with pytest.raises(ContentError):
        build_site(site)
    picture.write_bytes(png(30, 40))
    build_site(site)
    assert sizes_in(site / "output" / PAGE / "index.html") == [("30", "40")]


JPEG = bytes.fromhex(
    "ffd8 ffe1 0022 457869660000 4d4d002a00000008 0001 0112 0003 00000001 00060000 00000000"  # Exif: turn it right
    "ffc0 000b 08 01e0 0280 01 011100"
)
WEBP = b"RIFF\x1e\0\0\0WEBPVP8X\x0a\0\0\0" + bytes(4) + bytes([127, 2, 0, 223, 1, 0])


@pytest.mark.parametrize(
    ("head", "size"),
    [
        (png(640, 480), (640, 480)),
        (b"GIF89a" + bytes([128, 2, 224, 1]), (640, 480)),
        (JPEG, (480, 640)),  # it stands on its side, and browsers turn it
        (WEBP, (640, 480)),
        (PNG[:16] + bytes([255] * 8), (0, 0)),
        (b"<svg width='640' height='480'/>", (0, 0)),
        (b"GIF8", (0, 0)),
        (b"", (0, 0)),
    ],
)
def test_the_size_is_that_which_browsers_show(head: bytes, size: tuple[int, int]) -> None:
    assert size_of(head) == size


def box(kind: bytes, data: bytes) -> bytes:
    return (len(data) + 8).to_bytes(4, "big") + kind + data


def avif(*boxes: bytes) -> bytes:
    return box(b"ftyp", b"avif\0\0\0\0avif") + box(b"meta", bytes(4) + b"".join(boxes))


def test_avif_says_its_size_and_its_turn_and_counts_nothing() -> None:
    sizes = ((64, 64), (640, 480))
    tile, whole = (box(b"ispe", bytes(4) + w.to_bytes(4, "big") + h.to_bytes(4, "big")) for w, h in sizes)
    assert size_of(avif(tile, whole)) == (640, 480)
    assert size_of(avif(whole, box(b"irot", b"\1"))) == (480, 640)
    assert size_of(avif()) == size_of(avif(whole[:18])) == (0, 0)
    # Items whose extents take no byte each: whoever counts them is at it for days.
    items = b"".join(number.to_bytes(2, "big") + bytes(2) + b"\xff\xff" for number in range(10_000))
    bomb = avif(box(b"iloc", bytes(6) + (10_000).to_bytes(2, "big") + items), whole)
    before = monotonic()
    assert size_of(bomb) == (640, 480)
    assert monotonic() - before < 1


@given(
    st.sampled_from([PNG, JPEG, WEBP, b"GIF89a", b"\0\0\0\x1cftypavif"]), st.binary(max_size=200), st.integers(0, 60)
)
def test_no_picture_stops_a_build(head: bytes, rest: bytes, cut: int) -> None:
    across, down = size_of(head[:cut] + rest)
    assert (across, down) == (0, 0) or min(across, down) > 0


def test_a_new_picture_under_the_old_name_is_published_and_no_page_is_rendered(site: Path) -> None:
    (site / FILE).with_name("gate-1.png").write_bytes(PNG + b"more")
    report = build_site(site)
    assert pictures(site) == {f"{PAGE}gate-1.png": PNG + b"more"}
    assert (report.rendered, report.changed) == ((), (f"/{PAGE}gate-1.png",))


def test_a_picture_goes_with_the_last_reference_to_it(site: Path) -> None:
    replace_in(site / FILE, SHOWN, "The gate is open.")
    assert build_site(site).removed == (f"{PAGE}gate-1.png",)
    assert pictures(site) == {}


def test_a_picture_goes_with_its_live_blog_and_nobody_is_warned_of_it(site: Path) -> None:
    replace_in(site / "site.yaml", "published: false\n", "")
    build_site(site)
    replace_in(site / FILE, SHOWN, "The gate is open.")
    report = build_site(site)
    assert (pictures(site), [problem.code for problem in report.problems]) == ({}, [])


def test_a_picture_that_is_missing_is_a_link_that_leads_nowhere(site: Path) -> None:
    before = read_tree(site / "output")
    (site / FILE).with_name("gate-1.png").unlink()
    with pytest.raises(ContentError) as raised:
        build_site(site)
    (problem,) = raised.value.problems
    assert (problem.code, problem.where.path, problem.where.line) == ("broken-link", FILE, 10)
    assert problem.hint.startswith("lay the picture beside")
    assert read_tree(site / "output") == before


@pytest.mark.promise("X4")
@pytest.mark.parametrize("name", ["plan.svg", "../02/gate.png", ".hidden.png", "%2e%2e%2fgate-1.png", "linked.png"])
def test_no_other_file_is_published(site: Path, name: str) -> None:
    (site / FILE).with_name("linked.png").symlink_to(site / "site.yaml")
    (site / FILE).with_name(".hidden.png").write_bytes(PNG)
    replace_in(site / FILE, "gate-1.png", name)
    with pytest.raises(ContentError) as raised:
        build_site(site)
    assert codes_of(raised.value) == ["broken-link"]


def test_a_damaged_copy_is_mended_and_a_draft_shows_its_picture_in_previews_only(site: Path) -> None:
    (site / "output" / PAGE / "gate-1.png").write_bytes(b"x" * len(PNG))
    build_site(site)
    assert pictures(site) == {f"{PAGE}gate-1.png": PNG}
    replace_in(site / FILE, "slug: one\n", "slug: one\ndraft: true\n")
    build_site(site)
    assert pictures(site) == {}
    build_site(site, drafts=True)
    assert pictures(site) == {f"{PAGE}gate-1.png": PNG}


def test_a_picture_of_the_front_matter_is_shown_with_its_caption(site: Path) -> None:
    listed = 'pictures:\n  - caption: The old gate.\n    alt: A gate\n    file: "the gate.jpg"\n'
    replace_in(site / FILE, "slug: one\n", f"slug: one\n{listed}")
    (site / FILE).with_name("the gate.jpg").write_bytes(PNG)
    build_site(site)
    assert sorted(pictures(site)) == [f"{PAGE}gate-1.png", f"{PAGE}the gate.jpg"]
    assert '/one/the%20gate.jpg" alt="A gate"' in (site / "output" / PAGE / "index.html").read_text("utf-8")


def test_a_picture_in_a_whole_update_of_a_day_is_that_of_the_live_blog(site: Path) -> None:
    replace_in(site / "site.yaml", "zone: UTC\n", "zone: UTC\npages: {bodies: full}\n")
    build_site(site)
    assert 'src="../../../2020/01/01/one/gate-1.png"' in (site / "output/2020/01/01/index.html").read_text("utf-8")


PAGE_OF = """<!doctype html><html lang="en"><title>{title}</title><h1>{title}</h1>
<div class="u"><time datetime="{day}T10:00:00+00:00">10:00</time><p>The ferry left the quay.</p>
<p><a href="https://example.org/quay"><img src="{src}" alt="The [old] quay"></a></p></div>
<div class="u"><time datetime="{day}T11:00:00+00:00">11:00</time><p>It is back: <img src="{src}" alt=""> all are well.</p>
<img src="https://example.org/far.png" alt="Far away"></div></html>"""
QUAY = re.compile(r"quay-[0-9a-f]{12}\.png")


def kept_in(container: str, day: str, title: str = "Ferry live") -> bytes:
    """A page with its picture in a container of that kind."""
    page = PAGE_OF.format(day=day, title=title, src="page_files/quay.png").encode()
    out = BytesIO()
    if container == "zip":
        with ZipFile(out, "w") as archive:
            archive.writestr("a/page.html", page)
            archive.writestr("a/page_files/quay.png", PNG)
    elif container == "tar":
        with tarfile.open(fileobj=out, mode="w:gz") as tar:
            for name, data in (("page.html", page), ("page_files/quay.png", PNG)):
                member = tarfile.TarInfo(name)
                member.size = len(data)
                tar.addfile(member, BytesIO(data))
    elif container == "webarchive":
        parts = [("https://example.org/live/page", "text/html", page)]
        parts += [("https://example.org/live/page_files/quay.png", "image/png", PNG)]
        main, one = (
            {"WebResourceURL": address, "WebResourceMIMEType": what, "WebResourceData": held}
            for address, what, held in parts
        )
        out.write(plistlib.dumps({"WebMainResource": main, "WebSubresources": [one]}))
    else:
        message = EmailMessage()
        message["MIME-Version"] = "1.0"
        message["Snapshot-Content-Location"] = "https://example.org/live/page"
        message.set_content(page.decode(), subtype="html")
        message.add_related(
            PNG, "image", "png", headers=["Content-Location: https://example.org/live/page_files/quay.png"]
        )
        out.write(message.as_bytes())
    return out.getvalue()


@pytest.mark.parametrize("container", ["zip", "tar", "mhtml", "webarchive"])
def test_a_picture_in_a_container_is_on_the_page_of_the_live_blog(tmp_path: Path, container: str) -> None:
    site = make_site(tmp_path / "site", {})
    (site / "seeds").mkdir()
    name = f"ferry.{container}" + (".gz" if container == "tar" else "")
    (site / "seeds" / name).write_bytes(kept_in(container, "2020-02-16"))
    report = build_site(site)
    assert [problem.code for problem in report.problems if problem.is_error] == []
    (file,) = (site / "content").rglob("*.md")
    (quay,) = file.parent.glob("*.png")
    assert (QUAY.fullmatch(quay.name) is not None, quay.read_bytes()) == (True, PNG)
    text = file.read_text("utf-8")
    assert f"[![The \\[old\\] quay]({quay.name})](https://example.org/quay)" in text
    assert f"It is back: ![]({quay.name}) all are well." in text
    assert "[Far away](https://example.org/far.png)" in text
    assert pictures(site) == {f"2020/02/16/ferry-live/{quay.name}": PNG}
    page = (site / "output/2020/02/16/ferry-live/index.html").read_text("utf-8")
    assert f'/ferry-live/{quay.name}" alt="The [old] quay"' in page


@pytest.mark.parametrize("order", [("a.zip", "b.mhtml"), ("b.mhtml", "a.zip")])
def test_a_version_in_another_container_brings_its_pictures_too(tmp_path: Path, order: tuple[str, str]) -> None:
    site = make_site(tmp_path / "site", {})
    (site / "seeds").mkdir()
    for name in order:
        data = kept_in("zip" if name == "a.zip" else "mhtml", "2020-02-16")
        (site / "seeds" / name).write_bytes(data.replace(b"It is back", b"It is home") if name != "a.zip" else data)
        report = build_site(site)
        assert [problem.code for problem in report.problems if problem.is_error] == []
    assert len(list((site / "content").rglob("*.md"))) == 1
    assert len(pictures(site)) == 1


@pytest.mark.parametrize("is_far", [False, True])
def test_a_picture_in_the_folder_beside_a_saved_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, is_far: bool
) -> None:
    page = PAGE_OF.format(day="2020-02-16", title="Ferry live", src="./page_files/quay.png")
    more = [
        "page_files/plan.svg",
        "page_files/linked.png",
        "page_files/missing.png",
        "../site.png",
        "page_files/%00.png",
    ]
    shown = "".join(f'<img src="{address}" alt="More">' for address in more)
    site = make_site(tmp_path / "site", {"seeds/page.html": page.replace("</p></div>", f"</p>{shown}</div>", 1)})
    (site / "seeds/page_files").mkdir()
    for name in ("quay.png", "unused.png", "plan.svg", "../../site.png"):
        (site / "seeds/page_files" / name).write_bytes(PNG)
    (site / "seeds/page_files/linked.png").symlink_to(site / "site.yaml")
    monkeypatch.setattr("sitegen.importers.reading.reaches", lambda executor, root: not is_far)
    report = build_site(site)
    assert [problem.code for problem in report.problems if problem.is_error] == []
    ((path, data),) = pictures(site).items()
    assert (QUAY.fullmatch(path.rpartition("/")[2]) is not None, data) == (True, PNG)
    assert len(list((site / "content").rglob("*.png"))) == 1


def test_a_picture_that_was_lost_comes_back_with_import_again(tmp_path: Path) -> None:
    site = make_site(tmp_path / "site", {})
    (site / "seeds").mkdir()
    (site / "seeds/ferry.zip").write_bytes(kept_in("zip", "2020-02-16"))
    build_site(site)
    (quay,) = (site / "content").rglob("*.png")
    quay.unlink()
    with pytest.raises(ContentError):
        build_site(site)
    assert run(["-C", str(site), "import", "--again"]) == 0
    report = build_site(site)
    assert (quay.read_bytes(), report.changed) == (PNG, ())


NOT_PUBLISHED = '<b lang="en">Picture not published</b>'


@pytest.mark.promise("T5")
@pytest.mark.parametrize("where", ["site", "live blog"])
def test_rights_keep_pictures_from_being_published(site: Path, where: str) -> None:
    """Those of the text, of links and of the front matter go from the output, and each place says so."""
    more = "See [the plan](gate-2.png) and [![](gate-1.png)](/2020/). [A page](/2020/01/)."
    replace_in(site / FILE, SHOWN, f"{SHOWN} {more}")
    replace_in(
        site / FILE, "slug: one\n", "slug: one\npictures: [{caption: A gate., file: gate-3.png}, {caption: Lost.}]\n"
    )
    for name in ("gate-2.png", "gate-3.png"):
        (site / FILE).with_name(name).write_bytes(PNG)
    build_site(site)
    assert set(pictures_of(site)) == {f"{PAGE}gate-{number}.png" for number in (1, 2, 3)}
    if where == "site":
        replace_in(site / "site.yaml", "format: 1\n", "format: 1\nrights: {pictures: false}\n")
    else:
        replace_in(site / FILE, "slug: one\n", "slug: one\nrights: {pictures: false}\n")
    build_site(site)
    assert pictures_of(site) == []
    assert all(PNG not in data for data in read_tree(site / "output").values())
    page = (site / "output" / PAGE / "index.html").read_text("utf-8")
    assert f"The gate is open. [{NOT_PUBLISHED}: The gate, half open] See [{NOT_PUBLISHED}: the plan] and <a" in page
    assert "<img" not in page
    assert "<b>Picture not published.</b> <bdi>A gate." in page
    assert "<b>Picture not archived.</b> <bdi>Lost." in page
    assert '2020/01/">A page</a>' in page
    assert NOT_PUBLISHED in (site / "output/2020/01/01/index.html").read_text("utf-8")
    if where == "site":
        replace_in(site / FILE, "slug: one\n", "slug: one\nrights: {pictures: true}\n")
        build_site(site)
        assert set(pictures_of(site)) == {f"{PAGE}gate-{number}.png" for number in (1, 2, 3)}


def pictures_of(site: Path) -> list[str]:
    """The pictures that are content: the layouts have one of their own."""
    return [path for path in read_tree(site / "output") if path.endswith(".png") and not path.startswith("assets/")]
