"""Names that say what is taken down: live blogs, pictures and addresses get others, and nothing of them is left."""

from __future__ import annotations

import re
import shutil
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from support import PUBLISHED, build_site, liveblog, make_site, read_tree, replace_in, update, write

from sitegen.cli import run
from sitegen.content.ledger import State, read_ledger
from sitegen.takedown.matching import loose_pattern_of, pattern_of, without
from sitegen.takedown.renaming import cleaned

pytestmark = pytest.mark.promise("T3")
SAID = loose_pattern_of("Jane Doe")
HELD, HELD_SLUG = "content/2021/03/08/jane-doe-is-held.md", cleaned(SAID, "jane-doe-is-held")
NEW_TOPIC, NEW_TRIAL = cleaned(SAID, "janedoe"), cleaned(SAID, "jane-doe-trial")
HELD_NEW, GONE_SLUG, GONE_ID = f"content/2021/03/08/{HELD_SLUG}.md", NEW_TOPIC, cleaned(SAID, "jane-doe")
PORT = "content/2021/03/08/port.md"
FILES = {
    "site.yaml": PUBLISHED
    + "base_url: https://example.org/live/\n"
    + "topics:\n  - {slug: port, label: Port, broader: jane-doe}\n  - {slug: jane-doe, label: Jane Doe}\n",
    HELD: liveblog(
        "A woman is held",
        "2021-03-08",
        [
            update(
                "2021-03-08 10:00",
                "Police speak.\n\n![The court](jane-doe%20at%20court.png)",
                '#t1000 topics="jane-doe" suggested',
            ),
            update("2021-03-08 11:00", "Nothing more is said.", '#t1100 topics="port"'),
        ],
        id="2021-03-08-jane-doe-is-held",
        slug="jane-doe-is-held",
        aliases="[/live/jane-doe/, /live/held/]",
    ),
    PORT: liveblog(
        "The port",
        "2021-03-08",
        [update("2021-03-08 12:00", "It is quiet; see [the other](/2021/03/08/jane-doe-is-held/#t1000).", "#t1200")],
        id="2021-03-08-port",
        slug="port",
    ),
    "content/2021/03/08/gone.md": liveblog(
        "Gone",
        "2021-03-08",
        [update("2021-03-08 13:00", "Soon gone.", "#t1300")],
        id="2021-03-08-jane-doe",
        slug="janedoe",
    ),
}
NAME = ("withhold", "--match", "Jane Doe", "--write")


@pytest.fixture
def site(tmp_path: Path) -> Path:
    root = make_site(tmp_path / "site", FILES)
    (root / HELD).with_name("jane-doe at court.png").write_bytes(b"GIF89a")
    build_site(root)
    assert sitegen(root, "withhold", "2021-03-08-jane-doe") == 0
    build_site(root)
    return root


def sitegen(root: Path, *arguments: str) -> int:
    return run(["-C", str(root), *arguments])


def saying(folder: Path) -> list[str]:
    """The files of *folder* that say the name, in whatever way, in themselves or by their own name."""
    pattern = loose_pattern_of("Jane Doe")
    return [path for path, data in read_tree(folder).items() if pattern.search(f"{path} {data.decode('latin-1')}")]


def ledger_of(root: Path) -> dict[tuple[str, str], State]:
    promises, problems = read_ledger((root / "content/anchors.lock").read_text(encoding="utf-8"))
    assert problems == ()
    return {key: promise.state for key, promise in promises.items()}


@pytest.mark.promise("T1")
def test_no_name_says_it_any_more_and_all_else_is_as_it_was(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert saying(site / "output")
    assert sitegen(site, *NAME) == 1
    assert "again with --rename" in capsys.readouterr().err
    assert sitegen(site, *NAME, "--rename") == 0
    told = capsys.readouterr().err
    for given_up in ("/2021/03/08/jane-doe-is-held/", "/live/jane-doe/", "/2021/03/08/janedoe/", "/topics/jane-doe/"):
        assert f"  {given_up} leads nowhere any more" in told
    build_site(site)
    assert saying(site / "output") == saying(site / "content") == []
    assert (site / HELD_NEW).is_file()
    page = (site / f"output/2021/03/08/{HELD_SLUG}/index.html").read_text("utf-8")
    assert re.search(r'src="[^"]*withheld%20at%20court-[0-9a-f]{6}\.png"', page)
    assert (site / "output/live/held/index.html").is_file()
    assert (site / f"output/topics/{cleaned(SAID, 'jane-doe')}/index.html").is_file()
    assert f"{HELD_SLUG}/#t1000" in (site / "output/2021/03/08/port/index.html").read_text("utf-8")
    assert 'class="notice"' in (site / f"output/2021/03/08/{GONE_SLUG}/index.html").read_text("utf-8")
    assert ledger_of(site) == {
        ("2021-03-08-port", "/2021/03/08/port/"): State.LIVE,
        ("2021-03-08-port", "t1200"): State.LIVE,
        (f"2021-03-08-{GONE_ID}", f"/2021/03/08/{GONE_SLUG}/"): State.LIVE,
        (f"2021-03-08-{GONE_ID}", "t1300"): State.WITHHELD,
        (f"2021-03-08-{HELD_SLUG}", f"/2021/03/08/{HELD_SLUG}/"): State.LIVE,
        (f"2021-03-08-{HELD_SLUG}", "t1000"): State.LIVE,
        (f"2021-03-08-{HELD_SLUG}", "t1100"): State.LIVE,
    }
    assert sitegen(site, "check") == sitegen(site, *NAME, "--rename") == 0
    assert sitegen(site, "pack", "--public", "--base-url", "https://example.org/live/", str(site.parent / "p.zip")) == 0
    shutil.unpack_archive(site.parent / "p.zip", site.parent / "packed")
    assert saying(site.parent / "packed") == []


def test_a_rehearsal_says_what_would_be_and_does_nothing(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = read_tree(site)
    assert sitegen(site, *NAME, "--rename", "--dry-run") == 0
    assert f"{HELD}: will be {HELD_NEW}" in capsys.readouterr().err
    assert {path: data for path, data in read_tree(site).items() if ".sitegen" not in path} == {
        path: data for path, data in before.items() if ".sitegen" not in path
    }


def test_names_that_become_one_are_told_apart(site: Path) -> None:
    """Of two files that would have one name, none stands over the other."""
    for name, anchor in (("janedoe-is-held", "t1400"), ("held-by-jane-doe", "t1500"), ("held-by-janedoe", "t1600")):
        said = update(f"2021-03-08 {anchor[1:3]}:00", "Words.", f"#{anchor}")
        write(
            site / f"content/2021/03/08/{name}.md",
            liveblog("X", "2021-03-08", [said], id=f"2021-03-08-{name}", slug=name),
        )
    build_site(site)
    before = read_tree(site / "content")
    assert sitegen(site, *NAME, "--rename") == 0
    assert len(read_tree(site / "content")) == len(before)
    build_site(site)
    assert sum(key[1] in ("t1400", "t1500", "t1600") for key in ledger_of(site)) == 3
    assert saying(site / "output") == []


class Writes:
    """Counts how many names of files may still be changed; the last one fails."""

    def __init__(self, left: int) -> None:
        self.left = left

    def counted(self, call: Callable[[Path, Path], Path]) -> Callable[[Path, Path], Path]:
        def attempt(path: Path, new: Path) -> Path:
            self.left -= 1
            if self.left == 0:
                raise OSError(28, "No space left on device", "content")
            return call(path, new)

        return attempt


@pytest.mark.slow
def test_a_renaming_that_dies_at_any_write_publishes_nothing_and_can_be_done_again(
    site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Wherever it dies, the build after it fails or is sound, and the command, given again, leaves the same site."""
    one = [update("2021-03-08 15:00", "Jane Doe again.", "#t1500")]  # all of it goes
    write(
        site / "content/2021/03/08/janedoe.md", liveblog("Y", "2021-03-08", one, id="some-jane-doe", slug="janedoe-y")
    )
    replace_in(site / HELD, "Nothing more is said.", "Nothing more is said of Jane Doe.")
    build_site(site)
    whole = shutil.copytree(site, tmp_path / "whole", symlinks=True)
    assert sitegen(whole, *NAME, "--rename") == 0
    build_site(whole)
    wanted = {path: data for path, data in read_tree(whole / "output").items() if not path.startswith("MANIFEST")}
    for fatal in range(1, 40):
        copy = shutil.copytree(site, tmp_path / f"copy-{fatal}", symlinks=True)
        writes = Writes(fatal)
        with monkeypatch.context() as patch:
            for name in ("replace", "rename"):
                patch.setattr(Path, name, writes.counted(getattr(Path, name)))
            status = sitegen(copy, *NAME, "--rename")
        if writes.left > 0:
            assert status == 0
            break
        sitegen(copy, "build", "--no-search")  # fails, or publishes what is sound
        assert sitegen(copy, *NAME, "--rename") == 0, fatal
        assert sitegen(copy, "build", "--no-search") == 0, fatal
        found = {path: data for path, data in read_tree(copy / "output").items() if not path.startswith("MANIFEST")}
        assert found == wanted, fatal
    else:
        pytest.fail("it never came to an end")


def test_it_goes_with_writing_alone(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert sitegen(site, "withhold", "--match", "Jane Doe", "--rename") == 2
    assert "--rename go with --write" in capsys.readouterr().err
    assert sitegen(site, "withhold", "2021-03-08-port", "--rename") == 2


def test_what_only_a_person_can_name_is_told(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    replace_in(site / PORT, "slug: port\n", "slug: port\nsources: [{seed: seeds/jane-doe.txt, sha256: ''}]\n")
    assert sitegen(site, *NAME, "--rename") == 1
    assert "it still stands here [withheld-left]" in capsys.readouterr().err


def test_replacing_a_name_leaves_the_file_of_a_picture_to_renaming(site: Path) -> None:
    (site / HELD).with_name("jane_doe.png").write_bytes(b"GIF89a")
    replace_in(site / PORT, "It is quiet;", "It is quiet, ![Jane Doe on the quay](jane_doe.png)")
    sitegen(site, *NAME, "--replace")
    text = (site / PORT).read_text("utf-8")
    assert r"![\[name withheld\] on the quay](jane_doe.png)" in text
    assert sitegen(site, *NAME, "--replace", "--rename") == 0
    assert re.search(r"on the quay\]\(withheld-[0-9a-f]{6}\.png\)", (site / PORT).read_text("utf-8"))
    build_site(site)
    assert saying(site / "output") == []


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("José Núñez", "jose-nunez"),
        ("Oscar O'Brien", "oscar-obrien"),
        ("Иван Петров", "ivan-petrov"),
        ("J. Doe", "j-doe"),
    ],
)
def test_what_import_makes_of_a_name_is_found_in_addresses(site: Path, name: str, slug: str) -> None:
    said = [update("2021-03-08 14:00", f"Here is {name}.", "#t1400")]
    write(
        site / f"content/2021/03/08/{slug}.md", liveblog(name, "2021-03-08", said, id=f"2021-03-08-{slug}", slug=slug)
    )
    build_site(site)
    assert sitegen(site, "withhold", "--match", name, "--write", "--replace", "--rename") == 0
    build_site(site)
    assert not any(slug in f"{path} {data.decode('latin-1')}" for path, data in read_tree(site / "output").items())


def test_links_to_other_sites_and_words_that_hold_the_name_of_a_picture_stay(site: Path) -> None:
    far = "https://other.example.org/2021/03/08/jane-doe-is-held/"
    (site / HELD).with_name("the-jane-doe.png").write_bytes(b"GIF89a")
    (site / HELD).with_name("jane-doe.png").write_bytes(b"GIF89a")
    said = f"[A]({far}) [B](/live/jane-doe/) ![c](the-jane-doe.png) ![d](jane-doe.png) `Jane Doe`"
    replace_in(site / PORT, "It is quiet;", said)
    build_site(site)
    assert sitegen(site, *NAME, "--replace", "--rename") == 1  # the link to another site is told
    text = (site / PORT).read_text("utf-8")
    assert f"[A]({far}) [B](/2021/03/08/{HELD_SLUG}/)" in text
    assert "`[name withheld]`" in text
    build_site(site)


def test_what_is_said_in_bytes_of_a_picture_or_percent_encoded_is_told(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (site / PORT).with_name("quay.png").write_bytes(b"GIF89a ... Jane Doe on the quay")
    replace_in(site / PORT, "It is quiet;", "[w](https://w.example/Jane%20D%6fe) ![c](quay.png)")
    assert sitegen(site, *NAME, "--replace", "--rename") == 1
    told = capsys.readouterr().err
    assert "quay.png: warning: the bytes of this file say it" in told
    assert "it still stands here, percent-encoded" in told


def test_live_blogs_that_left_and_live_ones_keep_apart(site: Path) -> None:
    """Their names are as near as can be: no promise of one stands over that of another."""
    one = liveblog(
        "X", "2021-03-08", [update("2021-03-08 13:00", "Words.", "#t1300")], id="2021-03-08-janedoe", slug="jane-doe"
    )
    write(site / "content/2021/03/08/jane-doe.md", one)
    build_site(site)
    before = len(ledger_of(site))
    assert sitegen(site, *NAME, "--rename") == 0
    assert len(ledger_of(site)) == before - 2  # the addresses of those who are there
    build_site(site)
    assert sitegen(site, "check") == 0


def test_a_text_that_days_hold_renames_nothing_by_them(site: Path) -> None:
    before = ledger_of(site)
    sitegen(site, "withhold", "--match", "2021", "--write", "--rename")
    assert ledger_of(site).keys() >= before.keys()


def test_words_that_say_it_again_are_refused(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert sitegen(site, "withhold", "--match", "name", "--write", "--replace") == 2
    assert "says it too" in capsys.readouterr().err


TOPICS = """\
# What we keep apart.
topics:
- slug: port   # the harbor of it all
  label: Port
  note: 'It''s where Jane Doe was seen'
  broader: "jane-doe-trial"
- {slug: jane-doe-trial, label: Trial of Jane Doe, match: [{text: JANE DOE, case: yes}, the trial]}

- slug: 'janedoe'
  label: >-
    Jane
    Doe
  match:
    # as people call her
    - Jane
    - J. Doe
  note: |
    She, Jane Doe,
    is held.

  evidence: "2 updates"
"""
TOPICS_AFTER = f"""\
# What we keep apart.
topics:
- slug: port   # the harbor of it all
  label: Port
  note: "It's where [name withheld] was seen"
  broader: "{NEW_TRIAL}"
- {{slug: "{NEW_TRIAL}", label: "Trial of [name withheld]", match: [{{text: "\
{cleaned(SAID, "JANE DOE")}", case: yes}}, the trial]}}

- slug: "{NEW_TOPIC}"
  label: "[name withheld]"
  match:
    # as people call her
    - Jane
    - J. Doe
  note: "She, [name withheld],\\nis held.\\n"
  evidence: "2 updates"
"""


@pytest.fixture
def topical(site: Path) -> Path:
    """A site whose topics are declared in ``content/topics.yaml``, with an own page and updates that lead to them."""
    write(site / "site.yaml", PUBLISHED + "base_url: https://example.org/live/\n")
    write(site / "content/topics.yaml", TOPICS)
    write(site / "content/pages/about.md", "---\ntitle: About\n---\n[A](/topics/janedoe/) [B](/topics/janedoe/2021/)\n")
    replace_in(site / HELD, '"jane-doe"', '"jane-doe-trial, port"')
    said = r'{#t1200 author="a \"topics=port\"" topics="janedoe  jane-doe-trial" key}'
    replace_in(site / PORT, "{#t1200}", said)
    build_site(site)
    return site


@pytest.mark.promise("T1")
def test_topics_that_say_it_are_called_otherwise_and_all_else_of_them_stays(
    topical: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = (topical / PORT).read_text("utf-8")
    assert saying(topical / "output/topics")
    assert sitegen(topical, *NAME, "--rename") == 0
    told = capsys.readouterr().err
    assert f"the topic janedoe is {NEW_TOPIC}" in told
    assert "/topics/janedoe/ leads nowhere any more" in told
    assert (topical / "content/topics.yaml").read_text("utf-8") == TOPICS_AFTER
    changed = page.replace('topics="janedoe  jane-doe-trial"', f'topics="{NEW_TOPIC}  {NEW_TRIAL}"')
    assert (topical / PORT).read_text("utf-8") == changed.replace("/jane-doe-is-held/", f"/{HELD_SLUG}/")
    about = (topical / "content/pages/about.md").read_text("utf-8")
    assert f"[A](/topics/{NEW_TOPIC}/) [B](/topics/{NEW_TOPIC}/2021/)" in about
    build_site(topical)
    assert saying(topical / "output") == saying(topical / "content") == []
    assert (topical / f"output/topics/{NEW_TRIAL}/index.html").is_file()
    assert sitegen(topical, "check") == sitegen(topical, *NAME, "--rename") == 0


def test_without_renaming_a_topic_keeps_its_address_and_is_told(
    topical: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert sitegen(topical, *NAME) == 1
    told = capsys.readouterr().err
    assert "content/topics.yaml:6:13: warning: it still stands here" in told
    assert "run it again with --rename" in told
    topics = (topical / "content/topics.yaml").read_text("utf-8")
    assert all(said in topics for said in ("slug: 'janedoe'", '"Trial of [name withheld]"', "# as people call her"))
    assert "JANE DOE" not in topics


def test_topics_of_the_settings_are_saved_and_put_back_with_them(site: Path) -> None:
    before = {path: (site / path).read_bytes() for path in ("site.yaml", PORT)}
    assert sitegen(site, *NAME, "--rename") == 0
    assert (site / "site.yaml").read_text("utf-8").count(cleaned(SAID, "jane-doe")) == 2
    (backup,) = (path.parent for path in (site / "backups").glob("*/site.yaml"))
    assert sitegen(site, "restore", f"backups/{backup.name}") == 0
    assert {path: (site / path).read_bytes() for path in before} == before
    assert 'topics="jane-doe" suggested' in (site / HELD).read_text("utf-8")


def test_no_later_import_brings_the_topic_back(site: Path) -> None:
    """Not by its wordings, and not by being discovered anew."""
    write(site / "site.yaml", PUBLISHED)
    write(site / "content/topics.yaml", 'topics: [{slug: jane-doe, label: Jane Doe, match: ["Jane Doe"]}]\n')
    replace_in(site / PORT, "{#t1200}", '{#t1200 topics="jane-doe"}')
    replace_in(site / HELD, ' topics="port"', "")
    build_site(site)
    assert sitegen(site, *NAME, "--rename") == 0
    write(
        site / "seeds/later.txt",
        "2021-03-09\n\nLater that week\n\n10:00 a.m.\n\nJane Doe is free.\n\n11:00 a.m.\n\nJane Doe goes home.\n",
    )
    assert sitegen(site, "import") == 0
    assert "jane-doe" not in "".join(path.read_text("utf-8") for path in (site / "content").rglob("*.yaml"))
    (later,) = (site / "content/2021/03/09").glob("*.md")
    assert "Jane Doe is free" in later.read_text("utf-8")
    assert "topics=" not in later.read_text("utf-8")


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("Jane Doe", "a Jane ~~Doe~~ one"),
        ("Jane Doe", "one [Jane][r] Doe\n\n[r]: https://example.org/"),
        ("Jane Doe", "so Jane&#32;Doe said"),
        ("Jane Doe", "so Jane&thinsp;Doe said"),
        ("Jane Doe", "| a | b |\n|---|---|\n| Jane | Doe |"),
        ("O'Brien", "so O&apos;Brien said"),
    ],
)
def test_what_is_written_in_another_way_is_withheld_or_told(
    site: Path, name: str, body: str, capsys: pytest.CaptureFixture[str]
) -> None:
    replace_in(site / PORT, "It is quiet;", f"{body}\n\nIt is quiet;")
    build_site(site)
    assert sitegen(site, "withhold", "--match", name, "--write", "--replace", "--rename") == 1
    assert f"{PORT}:" in capsys.readouterr().err
    assert sitegen(site, "withhold", "--match", name, "--write", "--rename") == 0
    build_site(site)
    assert "t1200" not in (site / PORT).read_text("utf-8")
    assert saying(site / "output") == [] or name != "Jane Doe"


def test_titles_are_compared_by_their_value_however_yaml_writes_them(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    replace_in(site / PORT, "title: The port", "title: 'O''Brien in port'")
    replace_in(site / HELD, "title: A woman is held", 'title: "O\\u0027Brien is held"')
    build_site(site)
    assert sitegen(site, "withhold", "--match", "O'Brien", "--write", "--replace", "--rename") == 0
    assert f"{PORT}:2:1: title: 'O''Brien in port'" in capsys.readouterr().out
    build_site(site)
    assert not any(b"Brien" in data for data in read_tree(site / "output").values())
    replace_in(site / "site.yaml", "topics:", 'description: "By O\\x27Brien"\ntopics:')
    assert sitegen(site, "withhold", "--match", "O'Brien", "--write", "--replace", "--rename") == 1
    assert "site.yaml:" in capsys.readouterr().err


def test_an_alias_that_says_it_goes_in_whatever_way_it_is_written(site: Path) -> None:
    replace_in(site / PORT, "slug: port\n", "slug: port\naliases:\n  - /2021/03/08/jane-doe-arrives/\n  - /old/port/\n")
    build_site(site)
    assert sitegen(site, *NAME, "--rename") == 0
    build_site(site)
    assert "/old/port/" in (site / PORT).read_text("utf-8")
    assert (site / PORT).read_text("utf-8").count("aliases") == 1
    assert saying(site / "output") == saying(site / "content") == []


def test_files_that_are_no_text_stop_no_takedown(site: Path) -> None:
    for path in ("layouts/README.md", "content/.notes/x.md"):
        (site / path).parent.mkdir(parents=True, exist_ok=True)
        (site / path).write_bytes(b"caf\xe9\n")
    assert sitegen(site, *NAME, "--rename") == 0
    build_site(site)
    assert saying(site / "output") == []


def test_no_value_of_a_topic_but_its_texts_is_changed(site: Path) -> None:
    replace_in(site / "site.yaml", "label: Jane Doe}", "label: Jane Doe, match: [{text: True, case: true}]}")
    build_site(site)
    assert sitegen(site, "withhold", "--match", "true", "--write", "--rename") == 1  # "case: true" is found, and told
    assert re.search(r'text: "withheld-[0-9a-f]{6}", case: true', (site / "site.yaml").read_text("utf-8"))
    build_site(site)


def test_a_name_does_not_grow_over_what_an_address_may_have(site: Path) -> None:
    replace_in(site / "site.yaml", "label: Jane Doe}", f"label: Jane Doe}}\n  - {{slug: doe{'-doe' * 30}, label: D}}")
    build_site(site)
    assert sitegen(site, "withhold", "--match", "Doe", "--write", "--rename") == 0
    build_site(site)


def test_an_update_that_is_only_the_name_can_be_replaced_and_built(site: Path) -> None:
    replace_in(site / PORT, "It is quiet; see [the other](/2021/03/08/jane-doe-is-held/#t1000).", "Jane Doe")
    assert sitegen(site, "anchors", "restore", "2021-03-08-port#t1200") == 0
    build_site(site)
    assert sitegen(site, *NAME, "--replace", "--rename") == 0
    build_site(site)
    assert r"\[name withheld\]" in (site / PORT).read_text("utf-8")


def test_what_it_is_replaced_by_is_said_wherever_it_is_and_is_never_blank(site: Path) -> None:
    replace_in(site / PORT, "title: The port", "title: Jane Doe in port")
    assert sitegen(site, *NAME, "--with", " ") == sitegen(site, *NAME, "--replace", "--with", "") == 2
    assert sitegen(site, *NAME, "--rename", "--with", "N.N.") == 0
    assert "title: N.N. in port" in (site / PORT).read_text("utf-8")
    assert 'label: "N.N."' in (site / "site.yaml").read_text("utf-8")


def test_many_marks_in_a_row_take_no_time() -> None:
    start = time.process_time()
    assert without(pattern_of("Jane Doe"), "N.N.", "*" * 100_000 + "Jane Doe_").endswith("*N.N._")
    assert time.process_time() - start < 5


def test_after_a_renaming_that_died_any_way_to_look_is_open(topical: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    writes = Writes(6)  # in the middle of the headings
    with monkeypatch.context() as patch:
        for name in ("replace", "rename"):
            patch.setattr(Path, name, writes.counted(getattr(Path, name)))
        assert sitegen(topical, *NAME, "--rename") == 3
    assert NEW_TRIAL in (topical / HELD).read_text("utf-8")
    assert NEW_TRIAL not in (topical / "content/topics.yaml").read_text("utf-8")
    assert sitegen(topical, "withhold", "--match", "Jane Doe") == 0
    assert sitegen(topical, *NAME, "--rename") == 0
    build_site(topical)
    assert saying(topical / "output") == []


def test_lines_that_say_it_in_another_way_are_listed_beside_those_that_say_it(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    replace_in(site / PORT, "It is quiet;", "Jane Doe\nand Jane&ensp;Doe\nIt is quiet;")
    assert sitegen(site, "withhold", "--match", "Jane Doe") == 0
    listed = capsys.readouterr().out
    assert f"{PORT}:10:1" in listed
    assert f"{PORT}:11:1: and Jane&ensp;Doe" in listed


def test_a_blank_text_is_no_text(site: Path) -> None:
    assert sitegen(site, "withhold", "--match", " ", "--write") == 2


def kept_by(root: Path, command: str) -> str:
    """The one backup of *command* that says what was renamed."""
    (file,) = (root / "backups").glob(f"*-{command}*/renames.jsonl")
    return f"backups/{file.parent.name}"


@pytest.mark.promise("T6")
def test_a_renaming_is_undone_in_all_that_it_did(site: Path) -> None:
    before, ledger = read_tree(site / "content"), ledger_of(site)
    assert sitegen(site, *NAME, "--rename") == 0
    build_site(site)
    after = read_tree(site / "content")
    assert sitegen(site, "restore", kept_by(site, "withhold"), "--dry-run") == 0
    assert read_tree(site / "content") == after
    assert sitegen(site, "restore", kept_by(site, "withhold")) == 0
    build_site(site)
    now = read_tree(site / "content")
    assert {**now, "anchors.lock": b""} == {**before, "anchors.lock": b""}
    learned = ledger_of(site)
    assert {key: learned[key] for key in ledger} == ledger
    # What was published meanwhile is promised too.
    assert {key[1] for key in learned.keys() - ledger} == {f"/2021/03/08/{HELD_SLUG}/", f"/2021/03/08/{GONE_SLUG}/"}
    assert "jane-doe-is-held" in (site / f"output/2021/03/08/{HELD_SLUG}/index.html").read_text("utf-8")
    assert sitegen(site, "check") == 0
    assert sitegen(site, "restore", kept_by(site, "restore")) == 0  # and that is undone like anything else
    assert read_tree(site / "content").keys() == after.keys()
    assert read_tree(site / "content")[PORT.removeprefix("content/")] == after[PORT.removeprefix("content/")]


def test_an_undoing_that_dies_is_completed_when_it_is_given_again(
    site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = read_tree(site / "content")
    assert sitegen(site, *NAME, "--rename") == 0
    backup = kept_by(site, "withhold")
    for fatal in range(1, 40):
        copy = shutil.copytree(site, tmp_path / f"copy-{fatal}", symlinks=True)
        writes = Writes(fatal)
        with monkeypatch.context() as patch:
            for name in ("replace", "rename"):
                patch.setattr(Path, name, writes.counted(getattr(Path, name)))
            status = sitegen(copy, "restore", backup)
        if writes.left > 0:
            assert status == 0
            break
        assert sitegen(copy, "restore", backup) == 0, fatal
        assert read_tree(copy / "content").keys() == before.keys(), fatal
        assert sitegen(copy, "build", "--no-search") == 0, fatal
    else:
        pytest.fail("it never came to an end")


def test_what_a_takedown_that_died_left_half_written_is_not_put_back(site: Path) -> None:
    before = read_tree(site / "content").keys()
    assert sitegen(site, *NAME, "--rename") == 0
    backup = site / kept_by(site, "withhold")
    for half in (".renames.jsonl.new", "content/.anchors.lock.new"):
        write(backup / half, "half")
    assert sitegen(site, "restore", str(backup)) == 0
    assert read_tree(site / "content").keys() == before


@pytest.mark.parametrize(
    "line", ["", "{", "[]", '["file", "content/a.md"]', '["file", "../a.md", "content/b.md"]', '["seed", "a", "b"]']
)
def test_a_damaged_note_of_renamings_changes_nothing(site: Path, line: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert sitegen(site, *NAME, "--rename") == 0
    backup = kept_by(site, "withhold")
    with (site / backup / "renames.jsonl").open("a", encoding="utf-8") as stream:
        stream.write(f"{line}\n")
    before = read_tree(site / "content")
    assert sitegen(site, "restore", backup) == 2
    assert "renames.jsonl:5: error: this line says no renaming" in capsys.readouterr().err
    assert read_tree(site / "content") == before
