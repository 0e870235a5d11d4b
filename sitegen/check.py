"""What ``sitegen check`` asserts: that a clean build would succeed, with every page rendered and every link followed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from sitegen.build import Options, Report, build
from sitegen.config import Config
from sitegen.executors import Announce, Executor


def check(root: Path, config: Config, options: Options, executor: Executor, announce: Announce) -> Report:
    """What a clean build of *root* would do and find. Raises SitegenError as it would; publishes nothing."""
    with TemporaryDirectory(prefix="sitegen-check-") as folder:
        record = Path(folder) / "record"
        return build(root, config, replace(options, dry_run=True, record=record), executor, announce)
