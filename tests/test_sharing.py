import base64

import nbformat
import numpy as np
import pytest
from explorers import asked, make
from fake_client import FakeClient
from nbconvert import HTMLExporter

from semla.errors import SemlaError
from semla.sharing import SNAPSHOT_MIME, Snapshot, in_notebook


@pytest.fixture
def client():
    client = FakeClient()
    client.answers["analysis/snapshot"] = {"data": np.array([1, 2, 3], "u1"), "picture": "<svg/>"}
    return client


def test_a_snapshot_asks_for_what_is_shown_and_for_no_texts(client):
    explorer = make(client)
    explorer.selection = ["k1"]
    explorer.filter = {"errors": True}
    taken = explorer.snapshot()
    params = asked(client, "analysis/snapshot")
    assert (params["texts"], params["selection"], params["filter"]) == (False, [1], {"errors": True})
    assert (taken.data, taken.size, taken.rows, taken.texts) == (b"\x01\x02\x03", 3, 3, False)
    explorer.snapshot(texts=True)
    assert asked(client, "analysis/snapshot")["texts"] is True
    explorer.close()


def test_the_bundle_holds_snapshot_picture_and_text():
    bundle = Snapshot(b"abc", "<svg/>", 3, False, ("data", None)).mimebundle("m")
    saved = bundle[SNAPSHOT_MIME]
    assert base64.b64decode(saved.pop("data")) == b"abc"
    title = {"dataset": "data", "model": None}
    assert saved == {"version": 1, "model_id": "m", "rows": 3, "texts": False, "title": title}
    assert (bundle["image/svg+xml"], "text/plain" in bundle) == ("<svg/>", True)


def test_a_page_made_by_nbconvert_shows_the_picture():
    picture = '<svg xmlns="http://www.w3.org/2000/svg"><title>map of data</title></svg>'
    bundle = Snapshot(b"abc", picture, 3, False, ("data", None)).mimebundle("m")
    widget = {
        "application/vnd.jupyter.widget-view+json": {"model_id": "m", "version_major": 2, "version_minor": 0}
    }
    shown = nbformat.v4.new_output("display_data", {**widget, **bundle})
    cell = nbformat.v4.new_code_cell("ex", outputs=[shown])
    page, _ = HTMLExporter().from_notebook_node(nbformat.v4.new_notebook(cells=[cell]))
    assert picture in page or base64.b64encode(picture.encode()).decode() in page


def test_a_file_is_the_picture_or_the_snapshot(tmp_path):
    taken = Snapshot(b"abc", "<svg/>", 3, False, ("data", None))
    assert taken.save(tmp_path / "map.svg").read_text() == "<svg/>"
    assert taken.save(tmp_path / "map.semla").read_bytes() == b"abc"


def test_an_unknown_option_is_refused(client):
    explorer = make(client)
    with pytest.raises(SemlaError, match="texts"):
        explorer.snapshot(texts="yes")
    with pytest.raises(SemlaError, match="text"):
        explorer.snapshot(text=True)
    explorer.close()


def test_outside_a_notebook_nothing_is_shown_or_updated(client):
    explorer = make(client)
    assert not in_notebook()
    with pytest.raises(NotImplementedError):
        explorer._ipython_display_()
    assert explorer._display is None
    explorer.close()
