"""One trained topic model for all tests of the pipeline: training takes most of a minute."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from config.settings import load_settings
from pipeline.first_models import topic_model


@pytest.fixture(scope="session")
def with_model(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Path], None]:
    """Gives a data folder the models of a first start, trained once."""
    trained = tmp_path_factory.mktemp("first") / "data"
    topic_model(load_settings(None, {"DOICHIEU_DATA_DIR": str(trained)}))

    def give(data_dir: Path) -> None:
        data_dir.mkdir(parents=True, exist_ok=True)
        (data_dir / "models").symlink_to(trained / "models")

    return give
