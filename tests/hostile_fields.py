"""A site each of whose fields holds the same hostile text, behind a word that tells which field it is."""

from __future__ import annotations

import json

PAYLOADS = {
    "script": "<script>alert(1)</script>",
    "end of a script": "</script><script>alert(1)</script>",
    "comment in a script": "<!--<script>",
    "handler": "<img src=x onerror=alert(1)>",
    "end of an attribute": '"><img src=x onerror=alert(1)>',
    "attribute": "' onmouseover='alert(1)' x=\"",
    "end of a title": "</title></style></textarea><svg/onload=alert(1)>",
    "style": "<style>*{display:none}</style>",
    "base": '<base href="https://evil.example/">',
    "refresh": '<meta http-equiv="refresh" content="0;url=https://evil.example/">',
    "mutation": "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=alert(1)&gt;'>",
    "frame": '<iframe src="javascript:alert(1)"></iframe>',
    "script address": "javascript:alert(1)",
    "data address": "data:text/html,<script>alert(1)</script>",
    "entities": "&lt;script&gt;alert(1)&lt;/script&gt; &#x3c;b&#x3e; &amp;amp;",
    "cdata": "<![CDATA[ <x> ]]> <!DOCTYPE x [<!ENTITY y SYSTEM 'file:///etc/passwd'>]> &y;",
    "jinja": "{{ 7*7 }} {% include '/etc/passwd' %} {# x #} {{ config }} {{ ''.__class__ }}",
    "shortcode": "{{< figure src=x >}} {{% x %}} <%= 7*7 %> <?php echo 1 ?> ${7*7} #{7*7} [[x]] :role:`x`",
    "formula": "=cmd|' /C calc'!A0",
    "separators": "a\u2028b\u2029c",
    "bidi": "abc \u202e\u2067 cba",
    "stray bidi": "\u2069\u202c abc",
    "invisible": "a\u200bb\u2060c\ufeffd\u00ade",
    "private": "\ue000\U000f0000\U0010fffd",
    "combining": "Z\u0301\u0302\u0303\u0304\u0305\u0306\u0307\u0308algo",
}
FIELDS = (
    *(
        "site",
        "sitedescription",
        "sitepublisher",
        "siteholder",
        "sitenote",
        "label",
        "topicnote",
        "owntitle",
        "ownbody",
    ),
    *("title", "kicker", "dateline", "publisher", "summary", "caption", "credit", "alt", "seed", "sha256", "importer"),
    *("url", "captured", "member", "correction", "holder", "note", "updatetitle", "author", "body", "standfirst"),
)
"""Every field that is free text. Each is shown behind the word "at" and its name."""
UNSEEN = frozenset({"sitedescription", "sitepublisher", "sitenote"})
"""Those that no page shows to a reader: they stand in the head of pages and in the feed, or give way to others."""
MARKDOWN = frozenset({"body", "standfirst", "ownbody"})
BASE = "https://archive.example/live/"


def files_with(payload: str) -> dict[str, str]:
    """The files of a site in which every field holds *payload*."""

    def said(field: str) -> str:
        text = json.dumps(f"at{field} {payload}", ensure_ascii=False)
        return text.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")  # which YAML takes as escapes alone

    def heading(text: str) -> str:
        return "".join(f"\\{character}" if character in "\\{}" else character for character in text)

    author = f"atauthor {payload}".replace("\\", "\\\\").replace('"', '\\"')
    picture = f"{{caption: {said('caption')}, credit: {said('credit')}, alt: {said('alt')}, file: quay.png}}"
    names = ("seed", "sha256", "importer", "url", "captured", "member")
    source = ", ".join(f"{name}: {said(name)}" for name in names)
    correction = f"{{when: 2021-03-09, text: {said('correction')}, update: t1000}}"
    own = f"---\ntitle: {said('owntitle')}\n---\n\natownbody {payload}\n"
    settings = f"""\
format: 1
id: "tests.sitegen.invalid,2026-11-22"
title: {said("site")}
description: {said("sitedescription")}
publisher: {said("sitepublisher")}
base_url: {BASE}
published: false
rights: {{holder: {said("siteholder")}, note: {said("sitenote")}}}
topics:
  - {{slug: storm, label: {said("label")}, note: {said("topicnote")}}}
menu: [about]
"""
    text = f"""\
---
id: 2021-03-08-storm
title: {said("title")}
kicker: {said("kicker")}
slug: storm
date: 2021-03-08
dateline: {said("dateline")}
publisher: {said("publisher")}
summary: [{said("summary")}]
pictures: [{picture}]
sources: [{{{source}}}]
corrections: [{correction}]
rights: {{holder: {said("holder")}, note: {said("note")}}}
---

atstandfirst {payload}

## 2021-03-08 10:00 — atupdatetitle {heading(payload)} {{#t1000 topics="storm" key author="{author}"}}

atbody {payload}

## 2021-03-08 10:30 {{#t1030 topics="storm"}}

{payload}
"""
    path = "content/2021/03/08/storm.md"
    picture_file = "content/2021/03/08/quay.png"
    return {"site.yaml": settings, "content/pages/about.md": own, path: text, picture_file: "no picture"}
