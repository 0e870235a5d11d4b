from __future__ import annotations

from datetime import date

import pytest
from readings import codes, read_seed

from sitegen.errors import Problem, Severity
from sitegen.importers.sidecars.sidecar import NOTHING, Sidecar
from sitegen.importers.text.incident import INCIDENT
from sitegen.model import LiveBlog, ZoneSource

FRONT = (
    "---\ntitle: The ferry&#8217;s radio fails\ndate: 2017-11-03T18:00:00.000Z\nseverity: down\nresolved: true\n---\n"
)
TOML = '+++\ntitle = "Ferry"\ndate = 2017-11-03T18:00:00.000Z\nseverity = "down"\naffectedsystems = [\n  "Radio"\n]\n+++\n\n'
MDX = """\

import Update from '@components/Update.astro';
import { Icon } from "x";

Calls to the *ferry* fail.

{/* nobody reads
this */}
We look into it ([status][1]).

<Update date="2017-11-03T19:30:00.822Z">
  The radio **works** again.

  - One
  - Two
</Update>

## All clear

<Update date='2017-11-04T07:15:00.000Z' title="Resolved">All is well, says [the harbour][1].</Update>

Sorry for the noise.

[1]: https://example.org/status
"""


def run(text: str, sidecar: Sidecar = NOTHING, path: str = "seeds/a.mdx") -> tuple[LiveBlog, list[Problem]]:
    [blog], problems = read_seed(INCIDENT, path, text, sidecar)
    return blog, [problem for problem in problems if problem.code != "zone-assumed"]


def quietly(text: str, sidecar: Sidecar = NOTHING) -> LiveBlog:
    blog, problems = run(text, sidecar)
    assert problems == []
    return blog


def told(blog: LiveBlog) -> list[tuple[str, str]]:
    return [(f"{update.at:%d %H:%M}", update.body) for update in blog.updates]


def test_updates_in_tags() -> None:
    blog = quietly(FRONT + MDX)
    assert (blog.title, blog.zone, blog.zone_source) == ("The ferry’s radio fails", "Europe/London", ZoneSource.ASSUMED)
    assert blog.standfirst == (
        "Calls to the *ferry* fail.\n\nWe look into it ([status](https://example.org/status)).\n\nSorry for the noise."
    )
    assert [update.at.isoformat() for update in blog.updates] == [
        "2017-11-03T19:30:00+00:00",
        "2017-11-04T07:15:00+00:00",
    ]
    assert [(update.title, update.body, update.lines) for update in blog.updates] == [
        ("", "The radio **works** again.\n\n- One\n- Two", "17"),
        ("All clear: Resolved", "All is well, says [the harbour](https://example.org/status).", "26"),
    ]


@pytest.mark.parametrize(
    ("tag", "text"),
    [
        ('<Update date="2017-11-03T19:30Z">One.</Update>', "One."),
        ('<Update\n  title="Fog > storm"\n  date="2017-11-03T19:30Z"\n>\nOne.\n</Update>', "One."),
        ("<Update date={'2017-11-03T19:30Z'}>One.</Update >", "One."),
        ('<Update date={new Date("2017-11-03T19:30Z")}>One.</Update>', "One."),
        ('<Update date="2017-11-03T19:30Z">One.', "One."),
        ('<Update date="2017-11-03T19:30Z">One.</Update>\n\nMore.\n\n<Update date="2017-11-03T20:30Z"/>', "One.\n\nMore."),
    ],
)  # fmt: skip
def test_tags_in_all_their_forms(tag: str, text: str) -> None:
    blog, problems = run(FRONT + tag)
    assert told(blog)[0] == ("03 19:30", text)
    assert set(codes(problems)) <= {"empty-update"}


def test_shortcodes_at_the_end_of_paragraphs() -> None:
    body = (
        'The radio fails.\n\nAll of it.\n\n**Update**: Fog. {{< track "2017-11-03T19:00:00.000Z" >}}\n\nAnd a storm.\n\n'
        '**Resolved**: All is well. {{< track "2017-11-03T20:00:00.000Z" >}}\n\nSorry.\n'
    )
    blog = quietly(TOML + body)
    assert blog.standfirst == "The radio fails.\n\nAll of it.\n\nSorry."
    assert told(blog) == [
        ("03 19:00", "**Update**: Fog."), ("03 20:00", "And a storm.\n\n**Resolved**: All is well."),
    ]  # fmt: skip
    assert [update.lines for update in blog.updates] == ["14", "18"]


def test_shortcodes_at_the_start_of_paragraphs_newest_first() -> None:
    body = (
        "{{% track '2017-11-03 20:00:00' %}} *Resolved* - All is well.\n\nSorry.\n\n"
        "{{<track `2017-11-03 19:00:00`>}} *Investigating* - Fog.\n"
    )
    blog = quietly(FRONT + body, Sidecar(zone="Asia/Tokyo"))
    assert told(blog) == [("03 19:00", "*Investigating* - Fog."), ("03 20:00", "*Resolved* - All is well.\n\nSorry.")]
    assert {update.at.isoformat()[-6:] for update in blog.updates} == {"+09:00"}


def test_shortcodes_on_lines_of_one_paragraph() -> None:
    body = 'Fog. {{< track "2017-11-03T19:00Z" >}}\nStorm. {{< track "2017-11-03T20:00Z" >}}\n'
    assert told(quietly(FRONT + body)) == [("03 19:00", "Fog."), ("03 20:00", "Storm.")]


def test_an_incident_without_updates_has_one_at_its_date() -> None:
    front = "---\ntitle: Radio\ndate: 2018-08-29 18:50:00\nresolved: true\nresolvedWhen: 2018-08-29 19:00:00\n---\n"
    blog = quietly(f"{front}It failed.\n")
    assert (blog.standfirst, told(blog), blog.date) == ("", [("29 18:50", "It failed.")], date(2018, 8, 29))


def test_what_looks_like_code_of_a_page_stays_in_a_fence() -> None:
    body = "```js\nimport x from 'y';\n```\n\n<Update date=\"2017-11-03T19:00Z\">One.</Update>\n"
    assert quietly(FRONT + body).standfirst == "```\nimport x from 'y';\n```"


def test_a_stated_offset_is_the_zone_unless_it_is_utc() -> None:
    blog = quietly(FRONT + '<Update date="2017-11-03T19:00:00+03:00">One.</Update>')
    assert (blog.zone, blog.zone_source, told(blog)) == ("Etc/GMT-3", ZoneSource.STATED, [("03 19:00", "One.")])


@pytest.mark.parametrize("time", ["", "soon", "2017-13-03T19:00Z", "9999-12-31T23:59-12:00", "03/11/2017 19:00"])
def test_an_update_whose_time_cannot_be_read_is_an_error_with_its_line(time: str) -> None:
    text = f'{FRONT}<Update date="2017-11-03T19:00Z">One.</Update>\n<Update date="{time}">Two.</Update>\n'
    _, problems = read_seed(INCIDENT, "seeds/a.mdx", text)
    [error] = [problem for problem in problems if problem.severity is Severity.ERROR]
    assert (error.code, error.where.line) in (("undated-update", 8), ("impossible-date", 0))


def test_seeds_that_are_broken() -> None:
    def refused(text: str | bytes) -> list[str]:
        blogs, problems = read_seed(INCIDENT, "seeds/a.mdx", text)
        assert blogs == []
        return codes([problem for problem in problems if problem.severity is Severity.ERROR])

    assert refused(FRONT) == ["no-update"]
    assert refused("---\nseverity: down\n") == ["unclosed-front-matter"]
    assert refused(b"\xff\xfe\x00") == ["invalid-encoding"]
    assert refused('---\nresolved: true\n---\n<Update date="2017-11-03T19:00Z">One.</Update>') == ["no-title"]


def test_the_zone_of_front_matter_is_that_of_times_without_one() -> None:
    front = FRONT.replace("severity", "timezone: America/New_York\nseverity")
    blog = quietly(front + '\nDown.\n\n<Update date="2017-11-03 19:30">Up.</Update>\n')
    assert (blog.zone, blog.zone_source) == ("America/New_York", ZoneSource.STATED)
    assert blog.updates[0].at.isoformat() == "2017-11-03T19:30:00-04:00"
