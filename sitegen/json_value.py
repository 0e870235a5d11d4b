"""What JSON can say (RFC 8259 §3), as a type."""

from __future__ import annotations

from typing import TypeAlias

Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"
"""A value of JSON, with all that is in it."""
