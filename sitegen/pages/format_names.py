"""The formats of seeds, as readers of pages call them."""

from __future__ import annotations

FORMATS = {
    "archive": "archive of files",
    "feed": "feed",
    "guardian": "data of the Guardian",
    "incident": "notice of an incident",
    "jekyll": "post with front matter",
    "jsonld": "schema.org data (JSON-LD)",
    "liveblogsum": "LiveBlogSum corpus",
    "log": "log in Markdown",
    "news-item": "agency item (ninjs, NITF)",
    "page": "saved web page",
    "saved-page": "web page saved whole",
    "sourcefabric": "Sourcefabric Live Blog",
    "table": "table of updates",
    "warc": "web crawl (WARC)",
    "wire": "wire text",
    "wordpress": "WordPress Liveblog",
}
"""The name of each format, as readers understand it, by that of its importer."""


def format_name(importer: str) -> str:
    """What readers call the format that *importer* reads; that of a part stands before that of its container.

    >>> format_name("wire"), format_name("warc/page"), format_name("ours")
    ('wire text', 'saved web page, in a web crawl (WARC)', 'ours')
    """
    outer, _, inner = importer.partition("/")
    if outer in FORMATS and inner in FORMATS:
        return f"{FORMATS[inner]}, in a {FORMATS[outer]}"
    return FORMATS.get(importer, importer)
