"""./run works before anything is installed: it may import the standard library and itself, nothing more."""

import ast
import sys

import pytest

from launch.home import ROOT

FILES = [ROOT / "run", *sorted((ROOT / "launch").glob("*.py"))]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_only_the_standard_library(file):
    imported = set()
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            imported |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0
            imported.add(node.module.split(".")[0])
    assert imported - set(sys.stdlib_module_names) <= {"launch"}
