from __future__ import annotations

from datetime import date

import pytest

from sitegen.content.naming import SLUG_CHARACTERS, free_slug, slug_of
from sitegen.filenames import SLUG
from sitegen.model import LiveBlog


def blog(title: str, dateline: str = "") -> LiveBlog:
    return LiveBlog("", "", title, date(2017, 11, 3), "UTC", dateline=dateline)


def free(liveblog: LiveBlog, *taken: str, ids: tuple[str, ...] = ()) -> str:
    return free_slug(liveblog, lambda path: path in {f"content/2017/11/03/{name}.md" for name in taken}, ids)


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Iraq frees Qaim, Islamic State’s last town", "iraq-frees-qaim-islamic-states-last-town"),
        ("  Ñandú & Straße: 7:30 p.m.!  ", "nandu-strasse-7-30-p-m"),
        ("Трамп", "tramp"),
        ("…", ""),
        ("don't o'clock", "dont-oclock"),
    ],
)
def test_a_slug_is_the_title_in_ascii(title: str, slug: str) -> None:
    assert slug_of(title) == slug
    assert not slug or SLUG.fullmatch(slug)


def test_a_slug_is_cut_at_a_word() -> None:
    slug = slug_of("word " * 30)
    assert slug == "-".join(["word"] * 12)
    assert len(slug) <= SLUG_CHARACTERS
    assert slug_of("x" * 80) == "x" * SLUG_CHARACTERS


def test_a_collision_takes_the_place_and_then_a_number() -> None:
    liveblog = blog("Storm", "PORT ELLERY, Maine")
    assert free(liveblog) == "storm"
    assert free(liveblog, "storm") == "storm-port-ellery"
    assert free(liveblog, "storm", "storm-port-ellery") == "storm-port-ellery-2"
    assert free(blog("Storm"), "storm", "storm-2") == "storm-3"


def test_an_id_that_once_was_is_not_given_again() -> None:
    assert free(blog("Storm"), ids=("2017-11-03-storm", "2017-11-04-storm-2")) == "storm-2"


def test_a_title_without_letters_leaves_the_place_or_a_plain_name() -> None:
    assert free(blog("…", "BEIRUT")) == "beirut"
    assert free(blog("…")) == "live-blog"
