"""Which live blogs are versions of one, and what they say together."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta, timezone

import pytest

from sitegen.errors import Location
from sitegen.importers.sidecars.sidecar import Sidecar, parse_sidecar
from sitegen.importers.sidecars.sidecar_fields import merge
from sitegen.importers.union import Change, pair, united
from sitegen.importers.versions import Sorted, Traits, sort_versions, traits_of
from sitegen.importers.web.addresses import address_of, is_page
from sitegen.model import LiveBlog, Picture, Source, Update, ZoneSource

DAY = date(2021, 3, 8)
RIVER, BRIDGE, SCHOOL = "The river is rising.", "The old bridge is closed.", "A school is a shelter tonight."


def at(clock: str, offset: int = 0) -> datetime:
    return datetime.fromisoformat(f"2021-03-08T{clock}:00").replace(tzinfo=timezone(timedelta(hours=offset)))


def said(clock: str, body: str, sid: str = "") -> Update:
    return Update(at(clock), body, sid=sid)


def blog(*updates: Update, publisher: str = "Sample", url: str = "", captured: str = "", title: str = "T") -> LiveBlog:
    source = Source("seeds/a.txt", "0" * 64, "wire", url, captured)
    return LiveBlog("", "", title, DAY, "UTC", publisher=publisher, updates=updates, sources=(source,))


def traits(path: str, *updates: Update, sidecar: Sidecar | None = None, url: str = "", captured: str = "") -> Traits:
    return traits_of(blog(*updates, url=url, captured=captured), sidecar or Sidecar(), path)


def grouped(found: Sorted) -> list[list[int]]:
    return [group.members for group in found.groups]


# Addresses


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org/live/storm",
        "http://example.org/live/storm/",
        "https://www.EXAMPLE.org/live/storm#block-1",
        "https://example.org/live/storm?page=2",
        "https://example.org/live/storm?page=with:block-6#block-6",
        "https://example.org/live/storm/page/3",
        "https://example.org:443/live/storm?utm_source=a&fbclid=b",
        "https://web.archive.org/web/20210308100000/https://example.org/live/storm",
        "https://web.archive.org/web/20210308100000id_/http://www.example.org/live/storm?page=1",
    ],
)
def test_one_live_blog_has_one_address(url: str) -> None:
    assert address_of(url) == "example.org/live/storm"


@pytest.mark.parametrize(
    "url", ["https://example.org/live/calm", "https://example.org/live/storm?id=7", "https://other.org/live/storm"]
)
def test_another_live_blog_has_another(url: str) -> None:
    assert address_of(url) not in ("", "example.org/live/storm")


@pytest.mark.parametrize(
    "url", ["", "https://example.org/", "https://example.org", "seeds", "http://[1", "https://a:b/c", "mailto:a@b"]
)
def test_what_is_no_address_of_a_live_blog(url: str) -> None:
    assert address_of(url) == ""


def test_pages_are_told_from_parts() -> None:
    assert is_page("https://example.org/a?page=2")
    assert is_page("https://example.org/a/page/2/")
    assert not is_page("https://example.org/a?id=2#page-2")
    assert not is_page("http://[1")


# Sorting


def test_versions_share_an_update_or_an_address() -> None:
    new = [
        traits("a", said("10:00", RIVER)),
        traits("b", said("10:00", RIVER), said("11:00", BRIDGE)),
        traits("c", said("12:00", SCHOOL)),
        traits("d", said("10:01", RIVER)),
        traits("e", said("13:00", "Something else."), url="https://example.org/a?page=1"),
        traits("f", said("14:00", "Something more."), url="http://example.org/a#x"),
    ]
    assert grouped(sort_versions(new, {})) == [[0, 1], [2], [3], [4, 5]]


def test_an_id_is_shared_where_it_tells() -> None:
    telling = [traits("a", said("10:00", RIVER, "block-1000")), traits("b", said("10:05", SCHOOL, "block-1000"))]
    counted = [traits("a", said("10:00", RIVER, "12")), traits("b", said("10:05", SCHOOL, "12"))]
    assert len(sort_versions(telling, {}).groups) == 1
    assert len(sort_versions(counted, {}).groups) == 2


def test_an_item_that_two_live_blogs_have_in_common_makes_them_no_versions() -> None:
    common = said("10:00", "The harbor is closed to all ships until Tuesday.")

    def told(name: str, count: int) -> list[Update]:
        return [common, *(said(f"1{hour}:30", f"What {name} said at {hour} is this.") for hour in range(count))]

    assert grouped(sort_versions([traits("a", *told("Ann", 4)), traits("b", *told("Bob", 9))], {})) == [[0], [1]]
    assert grouped(sort_versions([traits("a", *told("Ann", 3)), traits("b", *told("Bob", 9))], {})) == [[0, 1]]


def test_two_addresses_are_two_live_blogs_whatever_they_share() -> None:
    one = traits("a", said("10:00", RIVER), url="https://example.org/arsenal-live")
    other = traits("b", said("10:00", RIVER), url="https://example.org/leeds-live")
    assert grouped(sort_versions([one, other], {})) == [[0], [1]]
    assert grouped(sort_versions([one, traits("b", said("10:00", RIVER))], {})) == [[0, 1]]


def test_what_every_live_blog_says_makes_no_versions() -> None:
    told = [[said("15:00", "Kick-off!"), said("15:46", "Half-time."), said("16:00", body)] for body in (RIVER, SCHOOL)]
    assert grouped(sort_versions([traits("a", *told[0]), traits("b", *told[1])], {})) == [[0], [1]]


def test_another_publisher_or_day_shares_nothing() -> None:
    one, other = traits("a", said("10:00", RIVER)), traits("b", said("10:00", RIVER))
    for changed in (replace(other, publisher="other"), replace(other, day=date(2021, 3, 9))):
        assert len(sort_versions([one, changed], {}).groups) == 2


def test_members_are_in_the_order_of_capture_then_updates_then_path() -> None:
    both = (said("10:00", RIVER), said("11:00", BRIDGE))
    new = [
        traits("d", *both, captured="2021-03-08T12:00:00+02:00"),
        traits("c", *both),
        traits("b", *both),
        traits("z", said("10:00", RIVER)),
        traits("e", said("10:00", RIVER), captured="2021-03-08T11:00:00Z"),
        traits("f", said("10:00", RIVER), captured="yesterday"),
    ]
    assert grouped(sort_versions(new, {})) == [[5, 3, 2, 1, 0, 4]]


def test_a_version_joins_what_is_there() -> None:
    there = {"x": traits("", said("10:00", RIVER)), "y": traits("", said("12:00", SCHOOL))}
    found = sort_versions([traits("a", said("10:00", RIVER), said("11:00", BRIDGE))], there)
    assert [(group.id, group.members) for group in found.groups] == [("x", [0])]


def test_two_candidates_are_rivals() -> None:
    new = [
        traits("a", said("10:00", RIVER)),
        traits("b", said("12:00", SCHOOL)),
        traits("c", said("10:00", RIVER), said("12:00", SCHOOL)),
    ]
    found = sort_versions(new, {})
    assert grouped(found) == [[0], [1]]
    assert [group.members for group in found.rivals[2]] == [[0], [1]]


def test_an_address_decides_between_two() -> None:
    there = {"x": traits("", said("10:00", RIVER), url="https://a.org/x"), "y": traits("", said("12:00", SCHOOL))}
    found = sort_versions([traits("c", said("10:00", RIVER), said("12:00", SCHOOL), url="https://a.org/x")], there)
    assert [group.id for group in found.groups] == ["x"]


def test_what_is_separate_joins_nothing_and_nothing_joins_it() -> None:
    apart = Sidecar(separate=True)
    for order in ([0, 1, 2], [2, 1, 0], [1, 0, 2]):
        new = [
            traits("a", said("10:00", RIVER)),
            traits("b", said("10:00", RIVER), said("11:00", BRIDGE)),
            traits("c", said("10:00", RIVER), sidecar=apart),
        ]
        found = sort_versions([new[index] for index in order], {})
        assert sorted(sorted(order[member] for member in group.members) for group in found.groups) == [[0, 1], [2]]


def test_same_as_is_obeyed_or_waits_for_a_name() -> None:
    there = {"x": traits("", said("10:00", RIVER)), "y": traits("", said("12:00", SCHOOL))}
    new = [
        traits("a", said("10:00", RIVER), sidecar=Sidecar(same_as="y")),
        traits("b", said("13:00", BRIDGE), sidecar=Sidecar(same_as="z")),
    ]
    found = sort_versions(new, there)
    assert [(group.id, group.members) for group in found.groups] == [("y", [0])]
    assert found.waiting == (1,)


def test_an_address_that_a_folder_or_several_live_blogs_share_tells_nothing() -> None:
    one = blog(said("10:00", RIVER), url="https://example.org/live")
    place = (("url", Location("seeds/_meta.yaml", 1)),)
    assert traits_of(one, Sidecar(url="https://example.org/live", places=place)).addresses == frozenset()
    assert traits_of(one, Sidecar(url="https://example.org/live"), of=2).addresses == frozenset()
    assert traits_of(one, Sidecar(), of=2).addresses == {"example.org/live"}


def test_live_blogs_that_one_seed_tells_apart_are_no_versions() -> None:
    one, other = blog(said("10:00", RIVER)), blog(said("10:00", RIVER), said("11:00", BRIDGE))
    table = [traits_of(each, Sidecar(), "seeds/t.csv", place, of=2) for place, each in enumerate((one, other))]
    assert grouped(sort_versions(table, {})) == [[0], [1]]
    for names, groups in ((("a.html", "b.html"), [[0, 1]]), (("t.csv", "t.csv"), [[0], [1]])):
        members = [
            replace(each, sources=(replace(each.sources[0], member=name),))
            for each, name in zip((one, other), names, strict=True)
        ]
        packed = [traits_of(each, Sidecar(), "seeds/t.zip", place, of=2) for place, each in enumerate(members)]
        assert grouped(sort_versions(packed, {})) == groups


# The union


def test_the_fullest_names_it_and_the_latest_says_it() -> None:
    first = replace(blog(said("10:00", RIVER), said("11:00", SCHOOL)), title="Old", standfirst="Old words.", lang="en")
    second = replace(blog(said("10:00", f"{RIVER} Fast."), title="New"), standfirst="New words.")
    both = united([first, second])
    assert (both.liveblog.title, both.liveblog.standfirst, both.liveblog.lang) == ("Old", "Old words.", "en")
    assert [update.body for update in both.liveblog.updates] == [f"{RIVER} Fast.", SCHOOL]
    assert both.givers == (1, 0)
    assert both.changes == (Change((0, 1), (), ()), Change((), (0,), (1,)))
    assert united([second, first]).liveblog.title == "Old"


def test_of_two_that_are_as_full_the_later_names_it() -> None:
    one, other = blog(said("10:00", RIVER), title="One"), blog(said("10:00", RIVER), title="Other")
    assert united([one, other]).liveblog.title == "Other"


def test_what_a_version_is_silent_about_stays() -> None:
    first = blog(replace(said("10:00", RIVER, "block-1"), title="Rising", author="A. B.", key=True))
    (update,) = united([first, blog(said("10:00", "", "block-1"))]).liveblog.updates
    assert (update.body, update.title, update.author, update.key) == (RIVER, "Rising", "A. B.", True)


def test_a_zone_that_is_known_wins_over_one_that_was_assumed() -> None:
    first = blog(said("10:00", RIVER))
    second = replace(blog(Update(at("11:00", 1), RIVER)), zone="Europe/Paris")
    both = united([replace(first, zone_source=ZoneSource.ASSUMED), second]).liveblog
    assert (both.zone, both.zone_source) == ("Europe/Paris", ZoneSource.STATED)
    assert [update.at.isoformat() for update in both.updates] == ["2021-03-08T11:00:00+01:00"]
    both = united([second, first]).liveblog
    assert [update.at.utcoffset() for update in both.updates] == [timedelta()]


def test_pictures_and_sources_stand_once() -> None:
    one = replace(blog(said("10:00", RIVER)), pictures=(Picture("A bridge"), Picture("A river")))
    other = replace(blog(said("10:00", RIVER)), pictures=(Picture("A bridge."), Picture("A boat")))
    both = united([one, other]).liveblog
    assert [picture.caption for picture in both.pictures] == ["A bridge.", "A boat", "A river"]
    assert len(both.sources) == 1


PAIRS = {
    "word for word": (said("10:00", RIVER), said("10:00", RIVER), True),
    "longer": (said("10:00", RIVER), said("10:00", f"{RIVER} Fast."), True),
    "another beginning": (
        said("10:00", "One man was hurt in the storm"),
        said("10:00", "Two men were hurt in the storm"),
        True,
    ),
    "another text": (said("10:00", RIVER), said("10:00", SCHOOL), False),
    "another time": (said("10:00", SCHOOL), said("10:05", SCHOOL), True),
    "another time, few words": (said("10:00", "Goal!"), said("10:05", "Goal!"), False),
    "another time and text": (said("10:00", RIVER), said("10:05", f"{RIVER} Fast."), False),
    "one id": (said("10:00", RIVER, "block-1"), said("10:05", SCHOOL, "block-1"), True),
    "one number": (said("10:00", RIVER, "1"), said("10:05", SCHOOL, "1"), False),
    "one number and time": (said("10:00", RIVER, "1"), said("10:00", SCHOOL, "1"), True),
    "two ids, nearly": (said("10:00", RIVER, "block-1"), said("10:00", f"Now {RIVER}", "block-2"), False),
    "nothing said yet": (said("10:00", ""), said("10:00", SCHOOL), True),
    "another offset": (Update(at("10:00"), RIVER), Update(at("12:00", 2), RIVER), True),
}


@pytest.mark.parametrize("name", PAIRS)
def test_updates_are_paired(name: str) -> None:
    one, other, are_one = PAIRS[name]
    assert pair([one], [other]) == ({0: 0} if are_one else {})


def test_twins_are_paired_one_by_one() -> None:
    assert pair([said("10:00", RIVER)] * 2, [said("10:00", RIVER)] * 3) == {0: 0, 1: 1}


def test_many_updates_of_one_instant_take_no_long_time() -> None:
    old = [said("10:00", f"Number {number} {'x' * (number % 7)} of many") for number in range(3000)]
    assert len(pair(old, [replace(update, body=f"Now: {update.body}") for update in old])) > 2900


# Sidecars


def test_sidecars_say_what_belongs_together() -> None:
    said_of, problems = parse_sidecar("same_as: 2021-03-08-storm\nseparate: yes\n", "seeds/a.meta.yaml")
    assert (said_of.same_as, said_of.separate, problems) == ("2021-03-08-storm", True, ())
    wrong, problems = parse_sidecar("separate: perhaps\n", "seeds/a.meta.yaml")
    assert not wrong.separate
    assert [problem.where.line for problem in problems] == [1]


def test_the_nearer_sidecar_decides_whether_a_seed_is_separate() -> None:
    outer, inner = (parse_sidecar(text, "seeds/x.yaml")[0] for text in ("separate: true\n", "separate: false\n"))
    assert merge(outer, Sidecar()).separate
    assert not merge(outer, inner).separate
    assert merge(Sidecar(same_as="a"), Sidecar()).same_as == "a"
