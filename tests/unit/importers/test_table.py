"""Tables of our own writing: delimiters, names of columns, times in one column or two, and JSON in three forms."""

from __future__ import annotations

import json
import time
from datetime import date

import pytest
from readings import codes, read_seed

from sitegen.config import Config, Topic
from sitegen.errors import Severity
from sitegen.importers.exports.table import TABLE
from sitegen.importers.exports.table_columns import COLUMNS, roles_of
from sitegen.importers.seeds import Found, Seed
from sitegen.importers.sidecars.sidecar import NOTHING, Sidecar
from sitegen.model import LiveBlog, ZoneSource

BERLIN = Sidecar(zone="Europe/Berlin", title="Swans")


def read(text: str | bytes, sidecar: Sidecar = NOTHING, path: str = "seeds/swans.csv") -> list[LiveBlog]:
    """The live blogs of a table about which there is nothing to say."""
    data = text.encode() if isinstance(text, str) else text
    assert TABLE.declines(Seed(path, data, sidecar)) == ""
    blogs, problems = read_seed(TABLE, path, text, sidecar)
    assert problems == []
    return blogs


def times(blog: LiveBlog) -> list[str]:
    return [update.at.isoformat() for update in blog.updates]


def bodies(blog: LiveBlog) -> list[str]:
    return [update.body for update in blog.updates]


def test_all_columns() -> None:
    text = """\
live_blog,time,text,title,author,topics,key,id,updated,url,zone,lang,publisher,dateline
Live: Swans,2017-11-03 19:30,"Two <b>eggs</b>, they say.",Eggs,"A. Person <a@example.org>",,yes,b2,2017-11-03 19:42,\
https://example.org/swans#2,Asia/Beirut,en,Harbour Wire,BEIRUT
Live: Swans,2017-11-03 18:00,"They came.

3 < 4 & they stayed.",,B. Person,,no,b1,,https://example.org/swans#1,Asia/Beirut,en,Harbour Wire,BEIRUT
"""
    [blog] = read(text)
    assert (blog.kicker, blog.title, blog.lang, blog.publisher) == ("Live", "Swans", "en", "Harbour Wire")
    assert (blog.zone, blog.zone_source, blog.dateline) == ("Asia/Beirut", ZoneSource.STATED, "BEIRUT")
    assert blog.sources[0].url == "https://example.org/swans"
    first, second = blog.updates
    assert times(blog) == ["2017-11-03T18:00:00+02:00", "2017-11-03T19:30:00+02:00"]
    assert (first.body, first.key, first.sid, first.lines) == ("They came.\n\n3 < 4 & they stayed.", False, "b1", "3")
    assert (second.body, second.title, second.key, second.sid) == ("Two **eggs**, they say.", "Eggs", True, "b2")
    assert (second.author, second.lines) == ("A. Person", "2")
    assert second.updated is not None
    assert second.updated.isoformat() == "2017-11-03T19:42:00+02:00"


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_delimiters_and_encodings(delimiter: str, ending: str, encoding: str) -> None:
    rows = [["Time", "Text"], ["2017-11-03 19:30", f'"One{delimiter} ""two"""'], [], ["2017-11-03 18:00", "Łódź"]]
    text = ending.join(delimiter.join(row) for row in rows)
    [blog] = read(text.encode(encoding), BERLIN)
    assert bodies(blog) == ["Łódź", f'One{" " if delimiter == chr(9) else delimiter} "two"'] or delimiter in "\t|"
    assert len(blog.updates) == 2


def test_excel_s_line_about_its_delimiter_and_a_windows_encoding() -> None:
    text = "sep=;\r\nZeit;Text\r\n03.11.2017 19:30;Schwäne\r\n".encode("cp1252")
    [blog] = read(text, Sidecar(zone="Europe/Berlin", title="Swans", encoding="windows-1252"))
    assert (bodies(blog), times(blog)) == (["Schwäne"], ["2017-11-03T19:30:00+01:00"])


@pytest.mark.parametrize(
    ("header", "roles"),
    [
        ("Live Blog,Published At,Body", {"live_blog", "time", "text"}),
        ("LIVEBLOG_ID,timestamp,content,Created By", {"live_blog", "time", "text", "author"}),
        ("Datum,Uhrzeit,Überschrift,Nachricht,Verfasser", {"date", "time", "title", "text", "author"}),
        ("fecha hora,título,texto", {"time", "title", "text"}),
        ("date-published,body-html,tags,is key event,last modified", {"time", "html", "topics", "key", "updated"}),
        ("mood,weather", set()),
    ],
)
def test_names_of_columns(header: str, roles: set[str]) -> None:
    assert set(roles_of(header.split(","))) == roles


def test_the_plainest_name_wins() -> None:
    assert roles_of(["created at", "time", "when"])["time"] == "time"
    assert roles_of(["post text", "content", "summary"])["text"] == "content"


def test_a_name_means_one_thing() -> None:
    names = [name for role, text in COLUMNS.items() for name in {role.replace("_", ""), *text.split()}]
    assert sorted(names) == sorted(set(names))


def test_several_live_blogs_in_one_table() -> None:
    text = (
        "live_blog,time,text\nSwans,2017-11-03T19:30:00+01:00,One\nFerry,2017-11-03T18:00:00+02:00,Two\n"
        "Swans,2017-11-03T18:00:00+01:00,Three\n"
    )
    swans, ferry = read(text, Sidecar(title="Not shown"))
    assert (swans.title, bodies(swans), swans.zone) == ("Swans", ["Three", "One"], "Etc/GMT-1")
    assert (ferry.title, bodies(ferry), ferry.zone) == ("Ferry", ["Two"], "Etc/GMT-2")


def test_an_id_of_the_live_blog_beside_its_headline() -> None:
    text = "blog_id,blog_title,time,text\n7,Swans,2017-11-03T19:30:00Z,One\n8,Ferry,2017-11-03T19:30:00Z,Two\n"
    blogs, problems = read_seed(TABLE, "seeds/a.csv", text, Sidecar(zone="UTC"))
    assert ([blog.title for blog in blogs], problems) == (["Swans", "Ferry"], [])


def test_two_columns_of_one_time() -> None:
    [blog] = read("Datum;Uhrzeit;Text\n03.11.2017;19:30;One\n04.11.2017;00:10 Uhr;Two\n", BERLIN)
    assert times(blog) == ["2017-11-03T19:30:00+01:00", "2017-11-04T00:10:00+01:00"]
    [blog] = read("date,time,text\n2017-11-03 00:00:00,7:30 p.m.,One\n", BERLIN)
    assert times(blog) == ["2017-11-03T19:30:00+01:00"]
    [blog] = read("date,text\n2017-11-03 19:30,One\n", BERLIN)
    assert times(blog) == ["2017-11-03T19:30:00+01:00"]


def test_clocks_alone_take_the_date_of_the_seed() -> None:
    sidecar = Sidecar(zone="Europe/Berlin", title="Swans", date=date(2017, 11, 4))
    [blog] = read("time,text\n00:10,Three\n23:40,Two\n19:30,One\n", sidecar)
    assert times(blog) == ["2017-11-03T19:30:00+01:00", "2017-11-03T23:40:00+01:00", "2017-11-04T00:10:00+01:00"]
    [blog] = read("time,text\n7:30 p.m.,One\n12:10 a.m.,Two\n", BERLIN, "seeds/swans-2017-11-03.csv")
    assert times(blog) == ["2017-11-03T19:30:00+01:00", "2017-11-04T00:10:00+01:00"]
    _, problems = read_seed(TABLE, "seeds/a.csv", "time,text\n19:30,One\n", BERLIN)
    assert codes(problems) == ["undated-seed"]


@pytest.mark.parametrize("day", ["Fr. 3.11.", "3 ruritember 2017", "31.02.2017", "3/11/2017", "yesterday"])
def test_a_date_that_cannot_be_read_is_not_that_of_the_seed(day: str) -> None:
    sidecar = Sidecar(zone="UTC", title="Swans", date=date(2021, 1, 1))
    text = f"date,time,text\n{day},19:30,One\n{day},19:31,Two\n"
    blogs, problems = read_seed(TABLE, "seeds/swans-2021-01-01.csv", text, sidecar)
    assert blogs == []
    assert [problem.where.line for problem in problems] == [2, 3]
    assert set(codes(problems)) <= {"undated-update", "ambiguous-date"}


@pytest.mark.parametrize(
    "day", ["03 novembre 2017", "3. November 2017", "vendredi 3 nov. 2017", "3 de noviembre de 2017"]
)
def test_dates_in_words_beside_clocks(day: str) -> None:
    [blog] = read(f"jour,heure,texte\n{day},19h30,One\n", BERLIN, "seeds/swans-2021-01-01.csv")
    assert times(blog) == ["2017-11-03T19:30:00+01:00"]


@pytest.mark.parametrize(
    ("column", "day"), [("Tag", "Fr. 3.11."), ("created", "2017-11-03 18:00"), ("Sendetag", "3.11.2017")]
)
def test_a_column_of_dates_that_is_not_known_is_not_passed_over(column: str, day: str) -> None:
    text = f"{column},time,text\n{day},19:30,One\n"
    blogs, problems = read_seed(TABLE, "seeds/swans-2021-01-01.csv", text, BERLIN)
    [error] = [problem for problem in problems if problem.is_error]
    assert (blogs, error.code) == ([], "table-days")
    assert f'"{column}"' in error.message
    assert f'"{day}"' in error.message


def test_numbers_of_people_are_no_days() -> None:
    text = "person,time,text\n1509731400,19:30,One\n"
    [blog], problems = read_seed(TABLE, "seeds/swans-2017-11-03.csv", text, BERLIN)
    assert (times(blog), codes(problems)) == (["2017-11-03T19:30:00+01:00"], ["table-columns"])


@pytest.mark.parametrize(
    ("text", "clock"),
    [
        ("time,text\n43042.8125,One\n43043,Two\n", "19:30:00"),
        ("Zeitpunkt;Text\n43042,8125;One\n43043;Two\n", "19:30:00"),
        ("date,text\n43042.8125,One\n43043,Two\n", "19:30:00"),
        ("date,time,text\n43042,0.8125,One\n43043,0,Two\n", "19:30:00"),
        ("date,time,text\n43042,19:30,One\n43043,0:00,Two\n", "19:30:00"),
        ("time,text\n43042.385416666664,One\n43043,Two\n", "09:15:00"),
        ("date,time,text\n43042,0.9999999,One\n43043,0,Two\n", "23:59:59"),
    ],
)
def test_days_that_a_spreadsheet_has_counted(text: str, clock: str) -> None:
    [blog], problems = read_seed(TABLE, "seeds/a.csv", text, BERLIN)
    assert times(blog) == [f"2017-11-03T{clock}+01:00", "2017-11-04T00:00:00+01:00"]
    assert [(problem.code, problem.severity) for problem in problems] == [("day-numbers", Severity.NOTE)]
    assert 'has counted from 1900: "43042' in problems[0].message


@pytest.mark.parametrize("cells", ["43042", "19999.5", "60000.5", "43042.5\n2017-11-03 19:30", "4304.25", "43042.5.5"])
def test_numbers_that_are_no_days_with_their_clocks(cells: str) -> None:
    rows = "\n".join(f"{cell},One" for cell in cells.split("\n"))
    blogs, problems = read_seed(TABLE, "seeds/a-2017-11-03.csv", f"time,text\n{rows}\n", BERLIN)
    assert (blogs, codes([problem for problem in problems if problem.is_error])) == ([], ["undated-update"])


def test_the_order_of_day_and_month_is_that_of_the_whole_column() -> None:
    [blog] = read("time,text\n3/11/2017 19:30,One\n13/11/2017 18:00,Two\n", BERLIN)
    assert times(blog) == ["2017-11-03T19:30:00+01:00", "2017-11-13T18:00:00+01:00"]
    [blog] = read("time,text\n3/11/2017 19:30,One\n3/13/2017 18:00,Two\n", BERLIN)
    assert times(blog) == ["2017-03-11T19:30:00+01:00", "2017-03-13T18:00:00+01:00"]
    _, problems = read_seed(TABLE, "seeds/a.csv", "time,text\n3/11/2017 19:30,One\n", BERLIN)
    assert [(problem.code, problem.where.line) for problem in problems] == [("ambiguous-date", 2)]
    assert problems[0].hint == (
        'write "dates: day-first" or "dates: month-first" in a sidecar, or write the year first, '
        "like 2017-11-03 or 2017-03-11"
    )


@pytest.mark.parametrize(("order", "day"), [("day-first", "2017-11-03"), ("month-first", "2017-03-11")])
def test_a_sidecar_says_the_order_of_day_and_month(order: str, day: str) -> None:
    sidecar = Sidecar(zone="UTC", title="Swans", dates=order)
    [blog] = read("time,text\n3/11/2017 7:30 PM,One\n", sidecar)
    assert times(blog) == [f"{day}T19:30:00+00:00"]
    other = "13/11/2017" if order == "month-first" else "11/13/2017"
    _, problems = read_seed(TABLE, "seeds/a.csv", f"time,text\n3/11/2017 19:30,One\n{other} 19:30,Two\n", sidecar)
    assert [(problem.code, problem.where.line) for problem in problems] == [("ambiguous-date", 2)]


def test_a_column_whose_name_says_utc() -> None:
    [blog] = read("Published at (UTC),text,zone\n2017-11-03 19:30,One,Asia/Beirut\n", Sidecar(title="Swans"))
    assert (times(blog), blog.zone) == (["2017-11-03T21:30:00+02:00"], "Asia/Beirut")


@pytest.mark.parametrize("zone", ["+02:00", "UTC+2", "Asia/Beirut", "Europe/Helsinki"])
def test_a_zone_in_its_own_column(zone: str) -> None:
    [blog] = read(f"time,text,zone\n2017-11-03 19:30,One,{zone}\n", Sidecar(title="Swans"))
    assert times(blog) == ["2017-11-03T19:30:00+02:00"]


def test_local_times_without_a_zone_are_of_the_site_and_that_is_told() -> None:
    [blog], problems = read_seed(TABLE, "seeds/a.csv", "time,text\n2017-07-03 19:30,One\n", Sidecar(title="A"))
    assert (codes(problems), times(blog)) == (["zone-assumed"], ["2017-07-03T19:30:00+01:00"])


def test_local_times_at_a_dateline() -> None:
    [blog] = read("time,text,dateline\n2017-07-03 19:30,One,BEIRUT\n", Sidecar(title="A"))
    assert (times(blog), blog.zone_source) == (["2017-07-03T19:30:00+03:00"], ZoneSource.DATELINE)
    [blog] = read("time,text\n2017-07-03 19:30,One\n", Sidecar(title="A", dateline="BEIRUT"))
    assert (times(blog), blog.zone) == (["2017-07-03T19:30:00+03:00"], "Asia/Beirut")


def test_doubtful_clocks() -> None:
    text = "time,text\n2017-10-29 02:30,One\n"
    _, problems = read_seed(TABLE, "seeds/a.csv", text, BERLIN)
    assert [(problem.code, problem.where.line) for problem in problems] == [("repeated-time", 2)]
    blogs, problems = read_seed(TABLE, "seeds/a.csv", text.replace("10-29", "03-26"), BERLIN)
    assert (blogs, codes(problems)) == ([], ["skipped-time"])
    _, problems = read_seed(TABLE, "seeds/a.csv", "time,text\n2017-11-03 19:30 IST,One\n", BERLIN)
    assert codes(problems) == ["clock-zone"]


def test_what_was_not_published_is_held_back() -> None:
    text = (
        "time,text,status,deleted\n2017-11-03 19:30,One,published,\n2017-11-03 19:31,Two,Draft,\n"
        "2017-11-03 19:32,Three,open,1\n"
    )
    [blog], problems = read_seed(TABLE, "seeds/a.csv", text, BERLIN)
    assert (bodies(blog), codes(problems)) == (["One"], ["not-published"])


AT = "2017-11-03T19:30:00Z"
STATE = (
    "live_blog,time,text,{column}\nSwans,2017-11-03T19:30:00Z,One,{first}\nSwans,2017-11-03T19:31:00Z,Two,{second}\n"
)


def told(text: str, path: str = "seeds/swans.csv") -> tuple[list[str], list[tuple[str, str]]]:
    """The bodies that a table has, and its problems: their codes and messages."""
    blogs, problems = read_seed(TABLE, path, text, Sidecar(zone="UTC", title="Swans"))
    found = [(problem.code, problem.message) for problem in problems]
    return [update.body for blog in blogs for update in blog.updates], found


@pytest.mark.parametrize(
    ("column", "word"),
    [
        *(
            ("Status", word)
            for word in ("draft", "Auto-Draft", "hidden", "inactive", "not published", "pending review", "0")
        ),
        *(("Status", word) for word in ("Entwurf", "gelöscht", "geloescht", "Nicht veröffentlicht", "ausgeblendet")),
        ("Freigabestatus", "Entwurf"),
        *(("Statut", word) for word in ("brouillon", "supprimé", "Supprimée", "en attente", "masqué")),
        *(("Estado", word) for word in ("borrador", "eliminado", "No publicado", "oculto")),
        *(("stato", word) for word in ("bozza", "rascunho", "verwijderd", "usunięty", "szkic")),
        *(("deleted_at", word) for word in ("2017-11-03 19:40", "03.11.2017", "yes")),
        *(("deleted", word) for word in ("2017-11-04", "x", "1", "ja")),
        *(("published", word) for word in ("0", "false", "nein")),
        *(("is_published", word) for word in ("0", "FALSE", "no")),
        *(("visible", word) for word in ("0", "False")),
        ("hidden", "true"),
        ("type", "comment"),
        ("Typ", "Kommentar"),
    ],
)
def test_what_no_reader_was_shown(column: str, word: str) -> None:
    bodies, problems = told(STATE.format(column=column, first="", second=word))
    assert (bodies, [code for code, _ in problems]) == (["One"], ["not-published"])
    assert problems[0][1].endswith(" (1)")


@pytest.mark.parametrize(
    ("column", "word"),
    [
        *(
            ("Status", word)
            for word in ("published", "Publish", "veröffentlicht", "publié", "publicado", "opublikowany", "1")
        ),
        *(("deleted", word) for word in ("0", "false", "no", "NULL", "-", "0000-00-00 00:00:00")),
        *(("published", word) for word in ("1", "true", "2017-11-03 19:30", "1509731400")),
        *(("visible", word) for word in ("TRUE", "1.0", "ja")),
    ],
)
def test_what_readers_were_shown(column: str, word: str) -> None:
    assert told(STATE.format(column=column, first=word, second=word)) == (["One", "Two"], [])


@pytest.mark.parametrize(
    ("column", "first", "second", "named"),
    [
        ("Status", "published", "archived", '"archived" (1)'),
        ("Status", "archived", "archived", '"archived" (2)'),
        ("Status", "published", "", "nothing (1)"),
        ("visible", "1", "", "nothing (1)"),
        ("visible", "1", "perhaps", '"perhaps" (1)'),
    ],
)
def test_a_state_that_is_not_known_stops_the_table(column: str, first: str, second: str, named: str) -> None:
    bodies, problems = told(STATE.format(column=column, first=first, second=second))
    message = f'"{column}" does not say whether these rows were published: {named}'
    assert (bodies, problems) == ([], [("table-status", message)])


def test_a_state_that_is_not_known_matters_only_where_nothing_else_holds_the_row_back() -> None:
    bodies, problems = told(
        "time,text,status,deleted\n2017-11-03T19:30:00Z,One,,\n2017-11-03T19:31:00Z,Two,archived,1\n"
    )
    assert (bodies, [code for code, _ in problems]) == (["One"], ["not-published"])


def test_columns_of_states_without_end_are_not_looked_through() -> None:
    rows = [{"time": AT, "text": "One", f"{number} status": "published"} for number in range(2000)]
    started = time.process_time()
    bodies, problems = told("\n".join(map(json.dumps, rows)), "seeds/a.jsonl")
    assert (bodies, problems) == ([], [("table-status", "2,000 columns may say whether a row was published")])
    assert time.process_time() - started < 3  # quadratic, it took half a minute


def test_states_in_json() -> None:
    rows = [{"time": AT, "text": name, name: value} for name, value in [
        ("published", True), ("is_published", False), ("visible", False), ("type", "comment"), ("deleted", {"by": 7}),
        ("draft", False), ("removed", None)]]  # fmt: skip
    bodies, problems = told("\n".join(map(json.dumps, rows)), "seeds/a.jsonl")
    assert (bodies, [code for code, _ in problems]) == ([], ["not-published", "table-status"])
    assert '"published" does not say whether these rows were published: nothing (2)' in problems[1][1]
    bodies, problems = told("\n".join(map(json.dumps, rows[1:])), "seeds/a.jsonl")
    assert (sorted(bodies), [code for code, _ in problems]) == (["draft", "removed"], ["not-published"])


@pytest.mark.parametrize(
    ("said", "bodies"),
    [
        ({"status": "draft"}, []),
        ({"published": False}, []),
        ({"deleted_at": "2017-11-04"}, []),
        ({"status": "closed"}, ["One"]),  # of a live blog, not of its updates
        ({"published": True, "deleted_at": None}, ["One"]),
    ],
)
def test_a_live_blog_in_json_that_was_not_published(said: dict[str, object], bodies: list[str]) -> None:
    whole = {"title": "Swans", **said, "updates": [{"time": AT, "text": "One", "status": "published"}]}
    assert told(json.dumps(whole), "seeds/a.json")[0] == bodies


def test_a_flag_is_no_time() -> None:
    text = "created_at,published,text\n2017-11-03T19:30:00Z,1,One\n2017-11-03T19:31:00Z,0,Two\n"
    bodies, problems = told(text)
    assert (bodies, [code for code, _ in problems]) == (["One"], ["not-published"])


def test_columns_that_are_not_read_are_named() -> None:
    text = "time,text,mood,empty\n2017-11-03 19:30,One,glad,\n"
    _, problems = read_seed(TABLE, "seeds/a.csv", text, BERLIN)
    assert [(problem.code, problem.severity) for problem in problems] == [("table-columns", Severity.NOTE)]
    assert problems[0].message == 'these columns are not read: "mood"'


def test_topics_that_the_site_declares() -> None:
    config = Config(title="A", zone="UTC", topics=(Topic("weir", "The weir"), Topic("eggs", "Eggs")))
    text = "time,text,topics\n2017-11-03T19:30:00Z,One,the weir; news | eggs\n"
    [found] = [x for x in TABLE.read(Seed("seeds/a.csv", text.encode(), BERLIN), config) if isinstance(x, Found)]
    assert found.liveblog.updates[0].topics == ("weir", "eggs")


def test_html_and_text_of_one_update() -> None:
    text = "time,text,html\n2017-11-03 19:30,Two eggs,<p>Two <i>eggs</i></p>\n2017-11-03 19:31,Two eggs,\n"
    [blog] = read(text, BERLIN)
    assert bodies(blog) == ["Two *eggs*", "Two eggs"]


def test_json_lines() -> None:
    rows = [
        {"live_blog": "Swans", "time": "2017-11-03T19:30:00+02:00", "text": "One & two", "tags": ["a", {"name": "b"}]},
        {"live_blog": "Swans", "time": 1509726600, "text": "<p>Three</p>", "key": True, "id": 7},
    ]
    text = "\n\n".join(map(json.dumps, rows)) + "\n"
    [blog], problems = read_seed(TABLE, "seeds/a.jsonl", text, Sidecar(zone="Asia/Beirut"))
    assert (times(blog), problems) == (["2017-11-03T18:30:00+02:00", "2017-11-03T19:30:00+02:00"], [])
    assert [(update.body, update.key, update.sid, update.lines) for update in blog.updates] == [
        ("Three", True, "7", "3"),
        ("One & two", False, "", "1"),
    ]


def test_a_list_in_json() -> None:
    text = json.dumps([{"story": "Swans", "at": "2017-11-03T19:30:00+02:00", "body": "One"}, 7, "x", [1]])
    [blog] = read(text, path="seeds/a.json")
    assert read(text.encode("utf-16"), path="seeds/a.json")[0].updates == blog.updates
    assert (blog.title, bodies(blog), blog.updates[0].lines) == ("Swans", ["One"], "0")


def test_a_live_blog_in_json_with_its_updates() -> None:
    """The form that our own index.json is to have: the keys of a content file, and the updates with theirs."""
    text = json.dumps(
        {
            "id": "2017-11-03-swans",
            "title": "Swans",
            "kicker": "The Latest",
            "zone": "Asia/Beirut",
            "dateline": "BEIRUT",
            "publisher": "Harbour Wire",
            "lang": "en",
            "standfirst": "All of it.",
            "updates": [
                {"anchor": "t1930", "at": "2017-11-03T19:30:00+02:00", "title": "Eggs", "body": "Two.", "key": True},
                {"anchor": "t1800", "at": "2017-11-03T18:00:00+02:00", "title": "", "body": "One.", "author": "A"},
            ],
        }
    )
    [blog] = read(text, path="seeds/index.json")
    assert (blog.kicker, blog.title, blog.zone, blog.dateline) == ("The Latest", "Swans", "Asia/Beirut", "BEIRUT")
    assert (blog.publisher, blog.lang, blog.standfirst) == ("Harbour Wire", "en", "All of it.")
    assert [(update.sid, update.title, update.key, update.author) for update in blog.updates] == [
        ("t1800", "", False, "A"),
        ("t1930", "Eggs", True, ""),
    ]


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ('time,text\n2017-11-03 19:30,"One\n', "table-syntax", 2),
        ('time,text\n2017-11-03 19:30,One\n2017-11-03 19:31,"Two" x\n', "table-syntax", 3),
        ("time,text\n2017-11-03 19:30,One,two\n", "table-row", 2),
        ("time,text\n,One\n", "undated-update", 2),
        ("time,text\nsoon,One\n", "undated-update", 2),
        ("time,text\n2017-11-03 19:30,\x00\n", "control-character", 2),
        ("time,text\n2017-11-03 19:30," + "<div>" * 300 + "\n", "too-deep", 0),
        ("time,text\n0001-01-01 00:00,One\n", "impossible-date", 0),
        ("time,text\n", "no-update", 0),
    ],
)
def test_what_is_broken(text: str, code: str, line: int) -> None:
    blogs, problems = read_seed(TABLE, "seeds/a.csv", text, BERLIN)
    assert (blogs, [(problem.code, problem.where.line) for problem in problems if problem.is_error]) == (
        [],
        [(code, line)],
    )


def test_a_broken_line_of_json_lines_has_its_place() -> None:
    text = '{"time":"2017-11-03T19:30:00Z","text":"One"}\n{"time":'
    blogs, problems = read_seed(TABLE, "seeds/a.jsonl", text, BERLIN)
    assert (blogs, [(problem.code, problem.where.line) for problem in problems]) == ([], [("json-syntax", 2)])


def test_a_table_without_a_headline() -> None:
    blogs, problems = read_seed(TABLE, "seeds/a.csv", "time,text\n2017-11-03T19:30:00Z,One\n")
    assert (blogs, codes(problems)) == ([], ["no-title"])


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("a.csv", "seed,date,zone\na.txt,2017-11-03,UTC\n"),
        ("a.csv", "name,price\nx,1\n"),
        ("a.txt", "time,text\n2017-11-03 19:30,One\n"),
        ("a.json", '{"time": "2017-11-03T19:30:00Z", "text": "One"}'),
        ("a.json", '{"_items": [{"time": 1, "text": "x"}]}'),
        ("a.json", '{"blocks": [{"time": 1, "text": "x"}]}'),
        ("a.json", '[{"@type": "LiveBlogPosting", "time": 1, "text": "x"}]'),
        ("a.json", '[{"entry_time": "1", "time": 1, "text": "x"}]'),
        ("a.jsonl", '{"block_id": "x", "time": "18:00", "text": ["x"], "title": ""}'),
        ("a.html", "<table><tr><th>time<th>text"),
        ("a.xml", "<rss>"),
    ],
)
def test_what_is_no_table(path: str, text: str) -> None:
    assert TABLE.declines(Seed(path, text.encode()))


@pytest.mark.parametrize(
    ("said", "author"),
    [
        ("ann (at) example.org", ""),
        ("Ann Example ann[at]mail.example.org", "Ann Example"),
        ("2001:db8::1 Bob", "Bob"),
        ("Bob ::ffff:192.0.2.1", "Bob"),
        ("Ann: 10:30:45", "Ann: 10:30:45"),
        ("Ann Example (@ann)", "Ann Example (@ann)"),
        ("Ann &amp; Bob", "Ann & Bob"),
        ("Ann &lt;b&gt;Example&lt;/b&gt; &lt;ann@example.org&gt;", "Ann Example"),
    ],
)
def test_addresses_in_bylines_are_never_published(said: str, author: str) -> None:
    [blog], _ = read_seed(TABLE, "seeds/a.csv", f"time,text,author\n2017-11-03T19:30:00Z,One,{said}\n", BERLIN)
    assert blog.updates[0].author == author
