"""Moves in the words of each kind of host: text that holds nothing but them, whatever an address has in it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from urllib.parse import parse_qsl, quote

from sitegen.cells import write_table
from sitegen.redirects.moves import Move, encoded

STATUS = 301
"""Moved for good (RFC 9110 §15.4.2): browsers keep the fragment of the old address, which no host is told (§10.2.2)."""


def csv(moves: Sequence[Move]) -> str:
    """A table of all *moves*."""
    rows = [(address, move.to, STATUS) for move in moves for address in _addresses(move)]
    return write_table([("from", "to", "status"), *rows])


def _addresses(move: Move) -> tuple[str, ...]:
    return (move.address, encoded(move.also)) if move.also else (move.address,)


_NGINX = """\
# Made by sitegen redirects. Include this file in the http block, and write into the server block:
#   if ($sitegen_moved) {{ return {status} $sitegen_moved; }}
map_hash_max_size {size};
map_hash_bucket_size {bucket};
map $uri $sitegen_moved_path {{
    default "";
{paths}}}
map $request_uri $sitegen_moved {{
    default $sitegen_moved_path;
{queries}}}
"""


def nginx(moves: Sequence[Move]) -> str:
    """Two maps of nginx: what has a query is looked for as it was asked for, all else by its path, decoded."""
    paths = [(path, move.to) for move in moves if not move.query for path in (move.path, move.also) if path]
    queries = [(move.address, move.to) for move in moves if move.query]
    longest = max((len(address.encode()) for address, _ in (*paths, *queries)), default=0)
    return _NGINX.format(
        status=STATUS,
        size=_power_above(2 * max(len(paths), len(queries), 1024)),
        bucket=_power_above(max(64, longest + 32)),  # a key stands in one bucket, with a pointer and its length
        paths="".join(_nginx_lines(paths)),
        queries="".join(_nginx_lines(queries)),
    )


def _power_above(number: int) -> int:
    return 1 << (number - 1).bit_length()


def _nginx_lines(pairs: Sequence[tuple[str, str]]) -> Iterator[str]:
    """Maps compare texts without regard to case; where that would make two of them one, regular expressions do not."""
    counts = Counter(address.lower() for address, _ in pairs)
    for address, to in pairs:
        key = f"~^{_escaped(address)}$" if counts[address.lower()] > 1 else address
        yield f'    "{re.sub(_NGINX_SPECIAL, _backslashed, key)}" "{to}";\n'


_NGINX_SPECIAL = re.compile(r'["\\]')


def _backslashed(found: re.Match[str]) -> str:
    return f"\\{found[0]}"


def _escaped(text: str) -> str:
    """A regular expression (PCRE, by bytes) for *text* alone, without any sign that means something to anybody."""
    return "".join(chr(byte) if chr(byte) in _TAME else f"\\x{byte:02x}" for byte in text.encode())


_TAME = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/_-=&")

_APACHE = """\
# Made by sitegen redirects: for the .htaccess of the folder that is the root of the host, or for its <VirtualHost>.
RewriteEngine On
"""


def apache(moves: Sequence[Move]) -> str:
    """Rules of mod_rewrite: those with a query first, since those without take any.

    Of two paths the one with fewer slashes before it is first: a rule for "//a" takes "/a" too, as a folder's rules see it.
    """
    return _APACHE + "".join(_rule(move) for move in sorted(moves, key=_order_of_rules))


def _order_of_rules(move: Move) -> tuple[bool, int]:
    return not move.query, len(move.path) - len(move.path.lstrip("/"))


def _rule(move: Move) -> str:
    condition = f'RewriteCond %{{QUERY_STRING}} "^{_escaped(move.query)}$"\n' if move.query else ""
    path = move.path.removeprefix("/")
    pattern = f"{_escaped(path.removesuffix('/'))}/?" if move.also else _escaped(path)
    to = move.to.replace("%", "\\%")  # else it would name a part of the condition
    return f'{condition}RewriteRule "^/?{pattern}$" "{to}" [R={STATUS},L,NE,QSD]\n'


def netlify(moves: Sequence[Move]) -> str:
    """Lines of ``_redirects``, also of Cloudflare's but for those with a query; a slash at the end does not count there."""
    return "".join(
        f"{' '.join((_netlify_path(move.path), *_parameters(move.query)))} {move.to} {STATUS}!\n"
        for move in sorted(moves, key=lambda move: not move.query)
    )


def _netlify_path(path: str) -> str:
    """*path* without the signs of a wildcard and of a placeholder."""
    return quote(path, safe="/-._~!'()+,;=@&")


def _parameters(query: str) -> Iterator[str]:
    for name, value in parse_qsl(query, keep_blank_values=True):
        yield f"{quote(name, safe='-._~')}={quote(value, safe='-._~')}"


FORMATS: dict[str, Callable[[Sequence[Move]], str]] = {"nginx": nginx, "apache": apache, "netlify": netlify, "csv": csv}


def unsaid(name: str, moves: Iterable[Move]) -> list[Move]:
    """Those of *moves* that the host *name* has no words for: Netlify knows no query without names."""
    if name != "netlify":
        return []
    return [move for move in moves if move.query and not all("=" in part for part in move.query.split("&"))]
