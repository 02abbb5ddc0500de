from __future__ import annotations

import subprocess
import sys

import pytest

import simulation.graph


def test_importing_the_package_loads_nothing_heavy() -> None:
    code = (
        "import sys, simulation.graph as g\n"
        "heavy = {'numba', 'networkx', 'scipy', 'numpy'} & set(sys.modules)\n"
        "assert not heavy, heavy\n"
        "assert callable(g.read) and 'numba' in sys.modules\n"
        "assert 'networkx' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)


@pytest.mark.parametrize("name", simulation.graph.__all__)
def test_every_name_is_there_and_is_no_module(name: str) -> None:
    value = getattr(simulation.graph, name)
    assert callable(value)
    assert value.__doc__


def test_unknown_names_are_attribute_errors() -> None:
    with pytest.raises(AttributeError, match="nothing_here"):
        _ = simulation.graph.nothing_here
    assert "spread" in dir(simulation.graph)
