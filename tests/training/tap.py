# SPDX-License-Identifier: ISC
"""Run the unit tests of this folder and report in the Test Anything Protocol."""
from __future__ import annotations

import pathlib
import sys
import traceback
import unittest

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent.parent / "plugins" / "translate" / "training"))


class TapResult(unittest.TestResult):
    """Prints one line a test, and the traceback of a failure as comments."""

    def startTest(self, test: unittest.TestCase) -> None:
        super().startTest(test)
        self.problem = self.reason = ""

    def _failed(self, test, error) -> None:
        self.problem += "".join(traceback.format_exception(*error))

    def addFailure(self, test, err) -> None:
        super().addFailure(test, err)
        self._failed(test, err)

    def addError(self, test, err) -> None:
        super().addError(test, err)
        self._failed(test, err)
        if not isinstance(test, unittest.TestCase):      # a fixture of a whole module or class
            print(f"Bail out! {test}: {err[1]}")

    def addSubTest(self, test, subtest, err) -> None:
        super().addSubTest(test, subtest, err)
        if err:
            self._failed(subtest, err)

    def addSkip(self, test, reason) -> None:
        super().addSkip(test, reason)
        self.reason = reason

    def stopTest(self, test: unittest.TestCase) -> None:
        super().stopTest(test)
        name = test.id().replace("_", " ")
        skip = f" # SKIP {self.reason}" if self.reason else ""
        print(f"{'not ok' if self.problem else 'ok'} {self.testsRun} - {name}{skip}", flush=True)
        for line in self.problem.splitlines():
            print(f"#   {line}")


def main() -> None:
    suite = unittest.TestLoader().discover(str(HERE))
    print(f"1..{suite.countTestCases()}")
    result = suite.run(TapResult())
    sys.exit(0 if result.wasSuccessful() else 1)


if __name__ == "__main__":
    main()
