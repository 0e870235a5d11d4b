"""The columns of tables that hold live blogs: the names that people and programs give them, and what each is for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sitegen.patterns import Pattern
from sitegen.zones import without_accents

COLUMNS: dict[str, str] = {
    "live_blog": "liveblog blog liveblogid liveblogname liveblogslug blogid blogname blogslug story storyid event eventid"
    " eventname ticker tickerid thread threadid",
    "live_blog_title": "liveblogheadline blogtitle blogheadline storytitle eventtitle tickertitle threadtitle",
    "time": "time at timestamp datetime publishedat published datepublished publishedtime publishedon publicationdate"
    " pubdate publishtime publishdate createdat created datecreated createdtime postedat posted posttime postdate posteddate"
    " dateposted postedon when clock updatetime timestamputc timeutc datetimeutc publishedatutc createdatutc zeit uhrzeit"
    " zeitpunkt zeitstempel veroffentlicht heure horodatage hora fechahora publicado",
    "date": "date day datum fecha dia jour",
    "html": "html bodyhtml contenthtml texthtml htmlbody htmlcontent",
    "text": "text body content message bodytext contenttext update updatetext posttext post entry description details"
    " markdown nachricht inhalt texte contenu texto contenido mensaje",
    "title": "title heading headline subject updatetitle posttitle titel uberschrift titre titulo",
    "author": "author authors by byline creator user username reporter writer postedby createdby autor auteur verfasser",
    "topics": "topics topic tags tag categories category labels keywords themen etiquettes etiquetas",
    "key": "key keyevent iskeyevent iskey important highlight ishighlight highlighted",
    "id": "id sid uid uuid guid anchor postid updateid entryid blockid messageid",
    "updated": "updated updatedat modified modifiedat datemodified lastmodified lastupdated edited editedat changedat",
    "url": "url link permalink href address uri liveblogurl blogurl",
    "zone": "zone timezone tz timezonename zeitzone fuseau zonahoraria",
    "lang": "lang language locale inlanguage sprache langue idioma",
    "publisher": "publisher agency outlet",
    "dateline": "dateline",
    "kicker": "kicker",
    "standfirst": "standfirst liveblogdescription blogdescription intro",
}
"""What a column is for, and the names that mean it, plainest first, in small letters without blanks, marks and accents."""

_MEANS = {name: role for role, names in COLUMNS.items() for name in (role.replace("_", ""), *names.split())}
_MARKS = Pattern(r"[\W_]+")
_OF_OTHERS = frozenset({
    "@type", "@context", "@graph", "_id", "_items", "_type", "block_id", "documents", "blocks", "elements", "blockCreatedOn",
    "bodyTextSummary", "entry_time", "render", "versioncreated", "versionCreated", "bodies", "liveBlogUpdate", "post_status",
    "content_html", "content_text",
})  # fmt: skip
_UTC = Pattern(r"utc$|gmt$")


def bare(name: str) -> str:
    """*name* of a column in small letters, without blanks, marks and accents."""
    return _MARKS.sub("", without_accents(name)).replace("ł", "l")


def roles_of(columns: Sequence[str]) -> dict[str, str]:
    """For each role that one of *columns* has, that column: the one with the plainest name, or the first of its name."""
    found: dict[str, str] = {}
    for column in columns:
        role = _MEANS.get(bare(column))
        if role is not None and (role not in found or _rank(role, column) < _rank(role, found[role])):
            found[role] = column
    return found


def _rank(role: str, column: str) -> int:
    name = bare(column)
    return 0 if name == role.replace("_", "") else COLUMNS[role].split().index(name) + 1


def is_table(columns: Iterable[str]) -> bool:
    """Whether *columns* are those of a live blog: one of times, one of texts, and none that another format is known by."""
    known = list(columns)
    roles = roles_of(known)
    return (
        _OF_OTHERS.isdisjoint(known)
        and ("time" in roles or "date" in roles)
        and not roles.keys().isdisjoint(("text", "html", "title"))
    )


def is_in_utc(column: str) -> bool:
    """Whether the name of *column* says that its times are UTC ("Published at (UTC)")."""
    return _UTC.search(bare(column)) is not None
