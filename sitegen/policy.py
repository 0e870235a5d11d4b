"""The Content-Security-Policy of every page (CSP Level 3): what sitegen allows, and what a site may add to it.

No page runs a script that stands in it, or loads anything from another host, unless its owner says so; and what would let
scripts in that stand in a page is refused even then.
"""

from __future__ import annotations

from collections.abc import Mapping

from sitegen.patterns import Pattern

Csp = tuple[tuple[str, tuple[str, ...]], ...]
"""What a site adds: directives, each with its sources."""

_BASE: Mapping[str, tuple[str, ...]] = {
    "default-src": ("'none'",),
    "img-src": ("'self'", "data:"),
    "style-src": ("'self'",),
    "font-src": ("'self'",),
    "script-src": ("'self'",),
    "connect-src": ("'self'",),
    "base-uri": ("'none'",),
    "form-action": ("'self'",),
}
ADDABLE = (
    *("connect-src", "font-src", "form-action", "frame-src", "img-src", "manifest-src", "media-src"),
    *("script-src", "style-src", "worker-src"),
)
"""The directives to which a site may add sources."""
_PASSIVE = ("font-src", "img-src", "media-src")  # what comes by these runs nothing, so a whole scheme will do
_SCHEMES = ("data:", "blob:", "https:")
_WASM = "'wasm-unsafe-eval'"  # compiles WebAssembly, and no script
# host-source of CSP3 §2.3.1, without the characters that would end it in a header or in an attribute.
_LABEL = "[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?"
_HOST = Pattern(
    rf"(?:(?:https?|wss?)://)?(?:\*\.)?{_LABEL}(?:\.{_LABEL})*(?::(?:[0-9]{{1,5}}|\*))?(?:/[A-Za-z0-9\-._~:@!$&()*+=%/]*)?"
)


SEARCH: Csp = (("script-src", (_WASM,)), ("worker-src", ("'self'",)))
"""What the search page alone may do beside: its index is read by a program in WebAssembly, in a worker."""


def policy(added: Csp) -> str:
    """The policy of every page, with what the site has *added*.

    >>> policy((("frame-src", ("https://video.example",)),)).rpartition("; ")[2]
    'frame-src https://video.example'
    """
    directives = dict(_BASE)
    for directive, sources in added:
        directives[directive] = (*directives.get(directive, ()), *sources)
    return "; ".join(f"{name} {' '.join(dict.fromkeys(sources))}" for name, sources in directives.items())


def headers(added: Csp) -> str:
    """The file ``_headers`` for hosts that read one: the policy, and what it cannot say in a page.

    A header binds every page, so it allows what any page may do; what each may do, its own policy says, and both count.
    """
    lines = (
        f"Content-Security-Policy: {policy((*SEARCH, *added))}; frame-ancestors 'none'",
        "X-Content-Type-Options: nosniff",
        "Referrer-Policy: strict-origin-when-cross-origin",
    )
    return "/*\n" + "".join(f"  {line}\n" for line in lines)


def source_fault(directive: str, source: str) -> tuple[str, str] | None:
    """What is wrong with a *source* that is added to a *directive*, and the hint; None where it may be added."""
    if source in _SCHEMES:
        if directive in _PASSIVE:
            return None
        return "would let in what no host answers for", "name the hosts, like https://media.example.org"
    if source == _WASM and directive == "script-src":
        return None
    if source == "'self'":
        return ("is allowed anyway", "take it out") if directive in _BASE else None
    if source.startswith("'"):
        return "cannot be added", "put scripts and styles into files below layouts/static/, which every page may load"
    if not source.strip("*"):
        return "would let in every host", "name the hosts, like https://media.example.org"
    if not _HOST.fullmatch(source):
        return "is not a source", "write a host, like https://media.example.org or *.example.org"
    return None
