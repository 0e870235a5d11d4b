"""Layouts compiled by Jinja so that what a build does a million times is cheap: to print a value, to ask for a part."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

import jinja2
from jinja2 import nodes
from jinja2.bccache import Bucket
from jinja2.compiler import CodeGenerator, Frame
from markupsafe import Markup, escape

from sitegen import __version__
from sitegen.digests import digest
from sitegen.pages.filters import filters_of
from sitegen.pages.layouts import Layouts, words_of
from sitegen.pages.saying import speaker
from sitegen.pages.views import Site


class _Undefined(jinja2.StrictUndefined):
    """An undefined name, whose message names nothing of Jinja."""

    @property
    def _undefined_message(self) -> str:
        if self._undefined_hint:
            return self._undefined_hint
        if self._undefined_obj is jinja2.utils.missing:
            return f'"{self._undefined_name}" is not defined'
        return f'"{self._undefined_name}" is not a part of {type(self._undefined_obj).__name__}'


def _escaped(value: object) -> str:
    """What ``markupsafe.escape`` gives, as plain text: of every value that a layout prints, and most need nothing."""
    if isinstance(value, Markup):
        return value
    if isinstance(value, str):
        if "<" in value or "&" in value or '"' in value or ">" in value or "'" in value:
            return escape(value)
        return value
    return str(value) if isinstance(value, int) else escape(value)


class _Generator(CodeGenerator):
    """Makes a layout's code print by `_escaped`, and ask first for a part of a value as Python does."""

    def _output_child_to_const(self, node: nodes.Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo) -> str:
        if not isinstance(node, nodes.TemplateData):  # filters know their site, and the code is kept for all
            raise nodes.Impossible
        return super()._output_child_to_const(node, frame, finalize)

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo) -> None:
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape or finalize.src is not None:
            super()._output_child_pre(node, frame, finalize)
        else:
            self.write("environment.escaped(")

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:  # noqa: N802 (Jinja's name)
        if not isinstance(node.node, nodes.Name):
            super().visit_Getattr(node, frame)
            return
        part = self.temporary_identifier()
        self.write(f"({part} if ({part} := getattr(")
        self.visit(node.node, frame)
        self.write(f", {node.attr!r}, missing)) is not missing else ")
        super().visit_Getattr(node, frame)
        self.write(")")


class _CodeCache(jinja2.BytecodeCache):
    """Compiled layouts in a *folder*, each behind a digest of it; a damaged one is as none, as is a full disk."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def load_bytecode(self, bucket: Bucket) -> None:
        try:
            data = (self._folder / bucket.key).read_bytes()
        except OSError:
            return
        if sha256(data[_DIGEST:]).digest() == data[:_DIGEST]:
            bucket.bytecode_from_string(data[_DIGEST:])

    def dump_bytecode(self, bucket: Bucket) -> None:
        data = bucket.bytecode_to_string()
        beside = self._folder / f"{bucket.key}.{os.getpid()}"
        with suppress(OSError):
            beside.write_bytes(sha256(data).digest() + data)
            beside.replace(self._folder / bucket.key)


_DIGEST = 32  # bytes of SHA-256
_MAKERS = ("compiled.py", "filters.py")  # what the code of a layout depends on, beside its text


def _code_cache() -> jinja2.BytecodeCache | None:
    """Where the code of layouts is kept between builds: with the user's caches, never with the site.

    Layouts are code, which their owner trusts; what lies in the folder of a site is not always its owner's.
    """
    base = os.environ.get("XDG_CACHE_HOME", "")
    base = base if Path(base).is_absolute() else "~/.cache"  # a relative one counts for nothing (XDG Base Directory)
    if sys.platform == "win32" or sys.dont_write_bytecode:
        return None
    sources = "".join(Path(__file__).with_name(name).read_text(encoding="utf-8") for name in _MAKERS)
    folder = Path(base).expanduser() / "sitegen" / digest(f"{__version__} {jinja2.__version__} {sources}")[:16]
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return _CodeCache(folder) if folder.stat().st_uid == os.getuid() else None
    except (OSError, RuntimeError):  # no home, or none that can be written
        return None


class _Environment(jinja2.Environment):
    code_generator_class = _Generator
    escaped = staticmethod(_escaped)


_MADE: dict[tuple[str, str], jinja2.Environment] = {}


def environment_of(layouts: Layouts, site: Site) -> jinja2.Environment:
    """The environment for *layouts*, made once a process: compiling them costs more than rendering a page."""
    key = (layouts.digest, repr(site))
    if key not in _MADE:
        _MADE.clear()
        _MADE[key] = _made(layouts, site)
    return _MADE[key]


def _made(layouts: Layouts, site: Site) -> jinja2.Environment:
    def source(name: str) -> tuple[str, str, Callable[[], bool]] | None:
        text = layouts.texts.get(name)
        return None if text is None else (text, name, lambda: True)

    environment = _Environment(
        loader=jinja2.FunctionLoader(source),
        autoescape=True,
        undefined=_Undefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        optimized=False,
        bytecode_cache=_code_cache(),
    )
    environment.filters.update(filters_of(site, words_of(layouts)))
    environment.globals["say"] = speaker(layouts.strings)
    return environment
