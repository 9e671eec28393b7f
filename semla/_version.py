"""Version of the package, as in package.json."""

from importlib.metadata import PackageNotFoundError, version

try:
    __version__ = version("semla-lab")
except PackageNotFoundError:  # run from a checkout that is not installed
    __version__ = "0.0.0"
