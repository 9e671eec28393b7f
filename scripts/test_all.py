"""Installs everything the tests need and runs all of them.

    python scripts/test_all.py

A virtual environment in `.venv-test` holds the package, built and installed as a user would, and the Python
tools; `npm ci` brings the Node ones; a Chromium is taken from the machine or, where apt and the right to use it
are there, from Debian. Ends with one line, `N passed, N failed`; the exit code is 0 only when nothing failed.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import venv
import xml.etree.ElementTree as ElementTree
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ENVIRONMENT = ROOT / ".venv-test"
PYTHON = ENVIRONMENT / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


@dataclass
class Tally:
    """Tests counted over all runners."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0

    def add(self, passed: int, failed: int, skipped: int = 0) -> None:
        """Count one runner's figures."""
        self.passed += passed
        self.failed += failed
        self.skipped += skipped


def main() -> int:
    """Install, run, count."""
    parser = argparse.ArgumentParser(description="install everything and run all tests")
    parser.add_argument("--no-install", action="store_true", help="take what an earlier run installed")
    if not parser.parse_args().no_install:
        install()
    tally = Tally()
    with tempfile.TemporaryDirectory() as folder:
        check(tally)
        jest(tally, Path(folder) / "jest.json")
        pytest(tally, Path(folder) / "pytest.xml")
        browser(tally, Path(folder) / "browser.json")
    skipped = f", {tally.skipped} skipped" if tally.skipped else ""
    print(f"{tally.passed} passed, {tally.failed} failed{skipped}", flush=True)
    return 1 if tally.failed else 0


def install() -> None:
    """Node packages, the package itself in its own environment, a browser."""
    if shutil.which("npm") is None:
        sys.exit("npm not found: the tests need Node.js 20 or newer, see https://nodejs.org")
    run(["npm", "ci"])
    if not PYTHON.exists():
        venv.create(ENVIRONMENT, with_pip=True)
    pip = [str(PYTHON), "-m", "pip", "install", "--quiet"]
    run([*pip, "--upgrade", "pip"])
    run([*pip, "-r", "tests/requirements.txt"])
    run([*pip, ".[lab,export]"])
    # Python code is tested in place, so that a failure names the file one edits; what npm built lies there too
    if find_browser() is None and shutil.which("apt-get") is not None:
        sudo = [] if os.name == "nt" or os.geteuid() == 0 else ["sudo", "-n"]
        run([*sudo, "apt-get", "update", "-qq"], must=False)
        run([*sudo, "apt-get", "install", "-y", "-qq", "chromium"], must=False)


def check(tally: Tally) -> None:
    """Types, lint, formatting and the files generated from others; each counts as one test."""
    checks: list[list[str]] = [
        ["npx", "tsc", "--noEmit"],
        ["npx", "tsc", "--noEmit", "-p", "compute"],
        ["npx", "tsc", "--noEmit", "-p", "ui-tests"],
        ["npx", "eslint", "."],
        ["npm", "run", "--silent", "lint:boundaries"],
        ["npx", "prettier", "--check", "--log-level", "warn", "."],
        ["npm", "run", "--silent", "generate", "--", "--check"],
        [str(PYTHON), "-m", "ruff", "check", "."],
        [str(PYTHON), "-m", "ruff", "format", "--check", "."],
        [str(PYTHON), "-m", "mypy"],
    ]
    for command in checks:
        passed = run(command, must=False) == 0
        tally.add(int(passed), int(not passed))


def jest(tally: Tally, report: Path) -> None:
    """TypeScript tests."""
    run(
        ["npx", "jest", "--json", f"--outputFile={report}", "--maxWorkers=2"],
        must=False,
        environment={**os.environ, "SEMLA_TEST_PYTHON": str(PYTHON)},
    )
    if not report.exists():
        return tally.add(0, 1)
    result = json.loads(report.read_text())
    broken = sum(
        1 for suite in result["testResults"] if suite["status"] == "failed" and not suite["assertionResults"]
    )
    return tally.add(result["numPassedTests"], result["numFailedTests"] + broken, result["numPendingTests"])


def pytest(tally: Tally, report: Path) -> None:
    """Python tests."""
    run([str(PYTHON), "-m", "pytest", f"--junitxml={report}"], must=False)
    if not report.exists():
        return tally.add(0, 1)
    suites = ElementTree.parse(report).getroot().iter("testsuite")
    figures = [
        tuple(int(suite.get(key, 0)) for key in ("tests", "failures", "errors", "skipped"))
        for suite in suites
    ]
    tests, failures, errors, skipped = (sum(column) for column in zip(*figures, strict=True))
    return tally.add(tests - failures - errors - skipped, failures + errors, skipped)


def browser(tally: Tally, report: Path) -> None:
    """JupyterLab in a real browser."""
    chromium = find_browser()
    if chromium is None:
        print(
            "no Chromium found: install Debian's chromium, or set SEMLA_CHROMIUM to the path of one",
            flush=True,
        )
        return tally.add(0, 1)
    environment = {
        **os.environ,
        "SEMLA_CHROMIUM": chromium,
        "SEMLA_TEST_PYTHON": str(PYTHON),
        "PLAYWRIGHT_JSON_OUTPUT_FILE": str(report),
    }
    run(
        ["npx", "playwright", "test", "--config", "ui-tests/playwright.config.ts", "--reporter=list,json"],
        must=False,
        environment=environment,
    )
    if not report.exists():
        return tally.add(0, 1)
    stats = json.loads(report.read_text())["stats"]
    return tally.add(stats["expected"] + stats["flaky"], stats["unexpected"], stats["skipped"])


def find_browser() -> str | None:
    """Path of a Chromium: `SEMLA_CHROMIUM`, else one on PATH."""
    named = os.environ.get("SEMLA_CHROMIUM")
    return named or next((path for name in CHROMIUM if (path := shutil.which(name))), None)


def run(command: Sequence[str], *, must: bool = True, environment: dict[str, str] | None = None) -> int:
    """Run a command from the repository's root, its output passed on; end here when it `must` work and does not."""
    print("$", " ".join(command), flush=True)
    # npm and npx are scripts on Windows, which only a shell starts
    code = subprocess.run(command, cwd=ROOT, env=environment, shell=os.name == "nt").returncode
    if must and code:
        sys.exit(f"{' '.join(command)} failed ({code})")
    return code


if __name__ == "__main__":
    sys.exit(main())
