"""The interface in the site's language: no page of a site says a word of another."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser, LexborNode
from support import SETTINGS, build_site, liveblog, make_site, read_tree, replace_in, update, write

from sitegen.errors import ContentError
from sitegen.pages.interface import Interface
from sitegen.pages.strings import default_strings, unfit_strings
from sitegen.pages.theme import default_layouts

ENGLISH = default_strings("en")
OTHERS = ("de", "fr")
READ_OUT = ("aria-label", "title", "alt", "placeholder", "data-show", "data-hide", "data-copy", "data-failed")
# The same in every language: names of things.
NAMES = (
    r"[\w-]+(?:\.\w+)+|UTC|CSV|JSON Lines|JSON Feed|APA|MLA|Chicago|CSL-JSON|BibTeX|RIS|SHA-256|seeds"
    r"|sitegen build|Beirut"
)


def marked(words: str) -> str:
    """*words* with each of them marked, but for what is filled in."""
    return re.sub(r"\{\w+\}|[^\W\d_][\w’'-]*", lambda found: found[0] if found[0][0] == "{" else f"⟦{found[0]}⟧", words)


@pytest.fixture(scope="module")
def marked_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site in a language that is English with every word marked; its content is of words that begin with "zz"."""
    root = tmp_path_factory.mktemp("marked")
    strings = "".join(f'{key}: "{marked(words)}"\n' for key, words in ENGLISH.items() if key != "thousands")
    settings = SETTINGS.replace("The Small Archive", "zzarchive") + (
        "language: qaa\nbase_url: https://example.org/\npublisher: zzpublisher\n"
        "topics:\n  - {slug: zzbroad, label: zzbroad}\n  - {slug: zztopic, label: zztopic, broader: zzbroad}\n"
        "rights: {holder: zzholder, note: zznote}\n"
    )
    said = ["zzfirst zzwords.", "zzsecond.", "zzthird.", "zzfourth."]
    updates = [
        update(f"2017-11-03 1{at}:00", words, f'#t1{at}00 topics="zztopic" key author="zzauthor"')
        for at, words in enumerate(said)
    ]
    updates.append(update("2017-11-04 18:30 — zztitle", "zzlater.", '#t1104-1830 topics="zztopic, zzbroad"'))
    corrections = (
        "[{when: 2018-01-02, text: zzcorrected., update: t1000},"
        " {when: 2018-01-03, text: zzwhole., kind: editors-note}]"
    )
    files = {
        "site.yaml": settings,
        "layouts/strings/qaa.yaml": strings,
        "content/zza.md": liveblog(
            "zza",
            "2017-11-03",
            updates,
            id="a",
            slug="zza",
            zone="Asia/Beirut",
            dateline="BEIRUT",
            corrections=corrections,
            kicker="zzkicker",
            draft="false",
        ),
        "content/zzb.md": liveblog(
            "zzb", "2018-03-05", [update("2018-03-05 09:00", "zzb.", '#t0900 topics="zztopic"')], id="b"
        ),
        "content/zzc.md": liveblog("zzc", "2018-03-06", [], id="c", slug="zzc"),
    }
    build_site(make_site(root, files))
    return root / "output"


def texts(tree: LexborHTMLParser) -> Iterator[str]:
    """What a page says to a reader, seen or read out, but for what says that it is English."""
    for node in tree.css("[lang=en], script, style, code, .colophon .zz"):
        node.decompose()
    head = [*tree.css("title"), *tree.css("meta[name=description]")]
    for node in head:
        yield node.text() or str(node.attributes.get("content"))
    yield from tree.body.text(separator="\n").split("\n") if tree.body else ()
    nodes: list[LexborNode] = tree.css("*")
    for node in nodes:
        yield from (str(node.attributes[name]) for name in READ_OUT if node.attributes.get(name))


def strangers(text: str) -> list[str]:
    """The words of *text* that are neither marked nor content nor a name."""
    left = re.sub(rf"⟦[^⟧]*⟧|zz\w*|\b(?:{NAMES})\b", " ", text)
    return re.findall(r"[^\W\d_]{2,}", left)


def test_every_word_of_every_page_comes_from_the_file_of_words(marked_site: Path) -> None:
    pages = sorted(marked_site.rglob("*.html"))
    assert len(pages) > 30
    found = {
        f"{page.relative_to(marked_site)}: {text.strip()}"
        for page in pages
        for text in texts(LexborHTMLParser(page.read_bytes()))
        if strangers(text)
    }
    assert found == set()


def test_strangers_are_seen() -> None:
    assert strangers("⟦Next⟧ day of zzcontent, 3 UTC") == ["day", "of"]


@pytest.mark.parametrize("lang", OTHERS)
def test_a_language_has_every_word_with_its_placeholders(lang: str) -> None:
    strings, path = default_strings(lang), default_layouts() / f"strings/{lang}.yaml"
    assert strings.keys() == ENGLISH.keys()
    assert unfit_strings(strings, ENGLISH, (), path.read_text("utf-8"), path.name) == []
    same = {key for key in strings if strings[key] == ENGLISH[key] and re.search("[A-Za-z]{3}", strings[key])}
    assert {key for key in same if not key.startswith("format_")} <= {
        *(
            "permalink",
            "format",
            "utc_same",
            "date_long",
            "date_short",
            "date_day",
            "date_month",
            "updates_in",
            "corrections",
        ),
        *("kind_correction", "count_correction_one", "count_correction_other", "minutes", "hours", "span", "clocks"),
    }
    assert len(strings["months"].split()) == len(strings["months_short"].split()) == 12
    assert len(strings["weekdays"].split()) == 7


def test_french_has_its_own_blanks_before_double_marks() -> None:
    for key, words in default_strings("fr").items():
        assert not re.search(r"[^\u202f\d:{][:;!?»](?:\s|$)", words), key


def site(root: Path, language: str, **files: str) -> Path:
    blog = liveblog("Titel", "2017-11-01", [update("2017-11-01 10:00", "Ein Wort.", "#t1000")], id="a", slug="a")
    return make_site(root, {"site.yaml": f"{SETTINGS}language: {language}\n", "content/a.md": blog, **files})


@pytest.mark.parametrize(
    ("language", "lang", "said", "day"),
    [
        ("de", "de", "1 Eintrag, <time", "Mittwoch, 1. November 2017"),
        ("de-AT", "de-AT", "1 Eintrag, <time", "Mittwoch, 1. November 2017"),
        ("fr", "fr", "1 entrée, <time", "mercredi 1er novembre 2017"),
        ("en-GB", "en-GB", ">10 a.m.</time>", "Wednesday 1 November 2017"),
        ("sv", "en", "1 update, <time", "Wednesday 1 November 2017"),
    ],
)
def test_the_language_of_the_site_chooses(tmp_path: Path, language: str, lang: str, said: str, day: str) -> None:
    build_site(site(tmp_path, language))
    page = (tmp_path / "output/2017/11/01/a/index.html").read_text("utf-8")
    assert page.count(f'<html lang="{lang}">') == 1
    assert said in page
    assert day in page


def test_a_language_that_a_site_brings_has_its_dates_from_babel(tmp_path: Path) -> None:
    words = 'key_update: "Clave"\ncount_update_one: "{number} entrada"\ncount_update_other: "{number} entradas"\n'
    build_site(site(tmp_path, "es", **{"layouts/strings/es.yaml": words}))
    page = (tmp_path / "output/2017/11/01/a/index.html").read_text("utf-8")
    assert '<html lang="es">' in page
    assert "miércoles, 1 de noviembre de 2017" in page
    assert "1 entrada, " in page
    polish = Interface(
        "pl",
        {
            **{key: words for key, words in ENGLISH.items() if not key.startswith("months")},
            "count_update_few": "{number} wpisy",
            "count_update_many": "{number} wpisów",
        },
    )
    assert [polish.counted(number, "update") for number in (2, 5)] == ["2 wpisy", "5 wpisów"]


def test_without_babel_a_language_must_say_how_it_writes_dates(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from sitegen.pages import calendars

    calendars.is_known.cache_clear()
    monkeypatch.setattr(calendars, "find_spec", lambda name: None)
    try:
        root = site(tmp_path, "es", **{"layouts/strings/es.yaml": 'key_update: "Clave"\n'})
        with pytest.raises(ContentError) as raised:
            build_site(root)
        (problem,) = (one for one in raised.value.problems if one.is_error)
        assert (problem.code, str(problem.where)) == ("strings-dates", "layouts/strings/es.yaml")
        assert 'pip install "sitegen[i18n]"' in problem.hint
        own = "".join(f'{key}: "{ENGLISH[key]}"\n' for key in ("months", "months_short", "weekdays"))
        write(root / "layouts/strings/es.yaml", own + 'date_long: "{day} de {month} de {year}"\n')
        build_site(root)
        assert "1 de November de 2017" in (root / "output/2017/11/01/a/index.html").read_text("utf-8")
    finally:
        calendars.is_known.cache_clear()


def test_an_english_site_never_loads_babel(tmp_path: Path) -> None:
    before = {name for name in sys.modules if name.split(".")[0] == "babel"}
    build_site(site(tmp_path, "en"))
    assert {name for name in sys.modules if name.split(".")[0] == "babel"} == before


def test_another_language_renders_every_page_and_leaves_what_a_clean_build_leaves(tmp_path: Path) -> None:
    build_site(site(tmp_path, "en"))
    replace_in(tmp_path / "site.yaml", "language: en", "language: fr")
    build_site(tmp_path)
    build_site(tmp_path, "clean", clean=True)
    assert read_tree(tmp_path / "output") == read_tree(tmp_path / "clean")


@pytest.mark.promise("E1")
@pytest.mark.parametrize(
    "words",
    [
        'months: "January February"',
        'weekdays: "Mo Tu"',
        'months_short: ""',
        'date_long: "{foo} {day} {month} {year}"',
        'date_short: "{day} {year}"',
        'date_day: "no part"',
        'date_month: "{month}"',
    ],
)
def test_dates_that_cannot_be_written_are_refused_with_their_place(tmp_path: Path, words: str) -> None:
    with pytest.raises(ContentError) as raised:
        build_site(site(tmp_path, "en", **{"layouts/strings/en.yaml": f"{words}\n"}))
    (problem,) = (one for one in raised.value.problems if one.is_error)
    assert (problem.code, problem.where.path) == ("strings-dates", "layouts/strings/en.yaml")
    assert (problem.where.line, problem.where.column) == (1, words.index('"') + 2)
