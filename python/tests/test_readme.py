"""The Python that README.md and docs/python.md show."""

import contextlib
import importlib.util
import io
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
BLOCKS = [
    (page, block)
    for page in ("README.md", "docs/python.md")
    for block in re.findall(r"```python\n(.*?)```", (ROOT / page).read_text(), re.DOTALL)
]


def test_there_is_something_shown():
    assert len(BLOCKS) > 5


@pytest.mark.parametrize("page, block", BLOCKS)
def test_what_is_shown_runs(page, block, tmp_path, monkeypatch):
    for name in re.findall(r"^import (\w+)", block, re.M):
        if importlib.util.find_spec(name) is None:
            pytest.skip(f"{name} is not installed")
    monkeypatch.chdir(tmp_path)
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(block, {})
    assert printed.getvalue().splitlines() == re.findall(r"^ *print\(.*\)  # (.*)$", block, re.M)
