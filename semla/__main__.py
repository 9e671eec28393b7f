"""The command line: `python -m semla demo` and `python -m semla doctor`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from semla._version import __version__
from semla.errors import SemlaError


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command; its exit code."""
    parser = argparse.ArgumentParser(prog="semla", description="Visual explanation of text classifiers.")
    parser.add_argument("--version", action="version", version=f"semla {__version__}")
    commands = parser.add_subparsers(dest="command", required=True)
    demo = commands.add_parser("demo", help="open JupyterLab on the demo notebook")
    demo.add_argument("--no-browser", action="store_true", help="print the address and keep running")
    demo.add_argument("--port", type=int, default=8888, help="first port to try (default: 8888)")
    demo.add_argument("--folder", type=Path, help="where the notebook is put (default: semla-demo, here)")
    commands.add_parser("doctor", help="say what is installed and whether it works")
    options = parser.parse_args(arguments)
    try:
        if options.command == "doctor":
            from semla.doctor import report

            return report()
        from semla.lab import run_demo

        return run_demo(folder=options.folder, browser=not options.no_browser, port=options.port)
    except SemlaError as error:
        print(f"semla: {error}", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
