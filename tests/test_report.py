"""A report is one page that asks for nothing and from which no text breaks out."""

import base64
import re
from pathlib import Path

import pytest

from semla.errors import SemlaError
from semla.report import report_page, write_report

PAYLOAD = "</script><script>alert(1)</script></title><img src=x onerror=alert(2)>"

if not (Path(__file__).parent.parent / "semla" / "static" / "report.js").exists():
    pytest.skip("semla/static/report.js is not built: npm run build:report", allow_module_level=True)


def page() -> str:
    return report_page(PAYLOAD.encode(), PAYLOAD, f"<svg xmlns='http://www.w3.org/2000/svg'>{PAYLOAD}</svg>")


def test_no_text_becomes_part_of_the_page() -> None:
    assert "alert(1)</script>" not in page()
    assert "<img src=x" not in page()
    # the data and the script of the page itself
    assert len(re.findall(r"<script", page())) == page().count("</script>") == 2


def test_the_snapshot_comes_back_from_the_page() -> None:
    (data,) = re.findall(r'<script id="semla-snapshot"[^>]*>([^<]*)<', page())
    assert base64.b64decode(data).decode() == PAYLOAD


def test_nothing_is_fetched() -> None:
    assert "default-src 'none'" in page()
    assert not re.search(r"<link|@import|(?:src|href)=[\"']?https?:|url\([\"']?https?:", page())


def test_a_file_is_replaced_and_nothing_else_is_left(tmp_path: Path) -> None:
    target = tmp_path / "report.html"
    target.write_text("former")
    assert write_report(target, "new") == target
    assert target.read_text() == "new"
    assert list(tmp_path.iterdir()) == [target]


def test_a_failed_write_leaves_the_former_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "report.html"
    target.write_text("former")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(SemlaError, match="No space left"):
        write_report(target, "new")
    assert target.read_text() == "former"
    assert list(tmp_path.iterdir()) == [target]


@pytest.mark.parametrize("path", [None, 7, ""])
def test_what_is_no_path_is_refused(path: object) -> None:
    with pytest.raises(SemlaError, match="allowed: the path of an HTML file"):
        write_report(path, "page")  # type: ignore[arg-type]


def test_a_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SemlaError, match="is a folder"):
        write_report(tmp_path, "page")


def test_a_missing_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SemlaError, match="does not exist"):
        write_report(tmp_path / "none" / "report.html", "page")
