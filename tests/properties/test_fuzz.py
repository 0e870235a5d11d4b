"""The targets of `make fuzz`, tried with texts that Hypothesis makes of the pieces that each reads, and with any bytes."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

sys.path.append(str(Path(__file__).parents[1] / "fuzz"))

from targets import FRAGMENTS, TARGETS


def texts(target: str) -> st.SearchStrategy[bytes]:
    pieces = st.one_of(st.sampled_from(FRAGMENTS[target]), st.sampled_from(FRAGMENTS[target]), st.text(max_size=3))
    return st.one_of(
        st.lists(pieces, max_size=24).map(lambda found: "".join(found).encode("utf-8", "surrogatepass")),
        st.binary(max_size=200),
    )


@pytest.mark.promise("X13")
@pytest.mark.parametrize("target", TARGETS)
@given(data=st.data())
@settings(max_examples=250, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
def test_no_text_breaks_a_law_of_its_reader(target: str, data: st.DataObject) -> None:
    TARGETS[target](data.draw(texts(target)))
