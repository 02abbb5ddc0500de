"""Field tests that a brand could run, run inside the simulated market, where the truth is known.

from simulation.measurement.field_tests import run_test
run_test(market, test="geo", regions=12)
"""

from simulation.measurement.field_tests.design import TESTED, TESTS, Design
from simulation.measurement.field_tests.run import RESULT, Result, run_test

__all__ = ["RESULT", "TESTED", "TESTS", "Design", "Result", "run_test"]
