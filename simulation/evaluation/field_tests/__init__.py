"""Field tests that a brand could run, run inside the simulated market, where the truth is known.

from simulation.evaluation.field_tests import run_test
run_test(market, test="geo", regions=12)
"""

from simulation.evaluation.field_tests.design import TESTED, TESTS, Design
from simulation.evaluation.field_tests.run_test import RESULT, Result, run_test

__all__ = ["RESULT", "TESTED", "TESTS", "Design", "Result", "run_test"]
