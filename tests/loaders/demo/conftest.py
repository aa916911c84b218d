"""One small demo, made once."""

import pytest
from demo_reader import SEED, Demo, read

from config.layouts import aw319, aw320
from config.words import Schaal
from loaders.demo.run import make_demo


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    inbox = tmp_path_factory.mktemp("demo") / "inbox"
    report = make_demo(inbox, Schaal.KLEIN, SEED)
    return Demo(inbox, report, tuple(read(inbox, aw319())), tuple(read(inbox, aw320())))
