from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen import config_cache
from sitegen.config import Config, Pages, Rights, Term, Topic
from sitegen.config_cache import current_config, recall_config, recall_topics, remember_config, remember_topics
from sitegen.digests import digest
from sitegen.errors import UsageError

SITE = "title: T\ntopics: [{slug: qaim, label: Qaim}]\n"

texts = st.text(max_size=5)
slugs = st.text("abc-01", min_size=1, max_size=5)
topics = st.builds(
    Topic,
    slugs,
    texts,
    st.lists(st.builds(Term, texts, st.booleans()), max_size=2).map(tuple),
    st.just("") | slugs,
    texts,
)
configs = st.builds(
    Config,
    title=texts,
    id=texts,
    description=texts,
    base_url=texts,
    language=texts,
    zone=texts,
    publisher=texts,
    datelines=st.lists(st.tuples(texts, texts), max_size=2).map(tuple),
    topics=st.lists(topics, max_size=3).map(tuple),
    pages=st.builds(Pages),
    rights=st.builds(Rights, texts, texts, st.none() | st.booleans(), texts, st.none() | st.booleans()),
    menu=st.lists(slugs, max_size=2).map(tuple),
    ignore=st.lists(texts, max_size=2).map(tuple),
)


@given(configs, texts)
def test_what_is_remembered_is_recalled(config: Config, text: str) -> None:
    with TemporaryDirectory() as folder:
        remember_config(Path(folder), text, config)
        assert recall_config(Path(folder), text) == config
        assert recall_config(Path(folder), f"{text} ") is None


@given(st.lists(topics, max_size=3).map(tuple), texts)
def test_topics_too(found: tuple[Topic, ...], text: str) -> None:
    with TemporaryDirectory() as folder:
        remember_topics(Path(folder), text, found)
        assert recall_topics(Path(folder), text) == found
        assert recall_topics(Path(folder), f"{text} ") is None


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "site.yaml").write_text(SITE, encoding="utf-8")
    current_config(tmp_path / "site.yaml")
    return tmp_path


def test_every_field_is_kept(root: Path) -> None:
    """Where a field is not the default: a field that is read from its default would be right for most sites."""
    pages = Pages(home=False, calendar=False, day=False, topics=False, feed=False, sitemap=False, not_found=False)
    config = Config(title="T", format=2, published=False, pages=replace(pages, own=False))
    remember_config(root, SITE, config)
    assert recall_config(root, SITE) == config


def test_a_second_reading_imports_no_yaml(root: Path) -> None:
    code = """if True:
        import sys
        from pathlib import Path
        from sitegen.config_cache import current_config
        print(current_config(Path(sys.argv[1])).title, sorted({"yaml", "sitegen.settings", "zoneinfo"} & set(sys.modules)))
    """
    done = subprocess.run([sys.executable, "-c", code, root / "site.yaml"], capture_output=True, text=True, check=True)
    assert done.stdout == "T []\n"


def test_a_change_is_seen(root: Path) -> None:
    (root / "site.yaml").write_text("title: U\n", encoding="utf-8")
    assert current_config(root / "site.yaml").title == "U"
    (root / "site.yaml").write_text("title: [\n", encoding="utf-8")
    with pytest.raises(UsageError):
        current_config(root / "site.yaml")


@pytest.mark.parametrize("text", [None, b"title: \xff\n"])
def test_faults_are_told_as_ever(root: Path, text: bytes | None) -> None:
    (root / "site.yaml").unlink()
    if text:
        (root / "site.yaml").write_bytes(text)
    with pytest.raises(UsageError):
        current_config(root / "site.yaml")


def test_another_sitegen_forgets(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(config_cache, "__version__", "99")
    assert recall_config(root, SITE) is None


def kept(root: Path) -> dict[str, str]:
    said: dict[str, str] = json.loads((root / ".sitegen" / "config.json").read_bytes())
    return said


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("title", 1), ("published", "yes"), ("format", "1"), ("order", "upwards"), ("pages", {"home": True}),
        ("menu", ["../../x"]), ("menu", "about"), ("datelines", [["A"]]), ("ignore", None), ("new_key", ""),
        ("topics", [{"slug": "../x", "label": "", "match": [], "broader": "", "note": ""}]),
    ],
)  # fmt: skip
def test_what_no_reader_of_settings_would_give_is_not_believed(root: Path, key: str, value: object) -> None:
    said = kept(root)
    settings = {**json.loads(said["value"]), key: value}
    said = {**said, "value": json.dumps(settings), "sum": digest(json.dumps(settings))}
    (root / ".sitegen" / "config.json").write_text(json.dumps(said), encoding="utf-8")
    assert recall_config(root, SITE) is None
    assert current_config(root / "site.yaml").title == "T"
    assert recall_config(root, SITE) is not None


@pytest.mark.parametrize("data", [b"", b"[]", b"{", b"\xff", b"[" * 100_000, b'{"text": 1}', b"9" * 5000])
def test_a_damaged_file_is_as_none(root: Path, data: bytes) -> None:
    (root / ".sitegen" / "config.json").write_bytes(data)
    assert recall_config(root, SITE) is None
    assert recall_topics(root, SITE) is None


def test_a_place_that_cannot_be_written_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "site.yaml").write_text(SITE, encoding="utf-8")
    (tmp_path / ".sitegen").write_text("a file, where a folder should be", encoding="utf-8")
    assert current_config(tmp_path / "site.yaml").topics[0].slug == "qaim"
