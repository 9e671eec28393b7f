"""What is known of BANKING77 is found on its map."""

import os
from pathlib import Path

import pandas as pd
import pytest

import semla

SHARED = Path(os.environ.get("SEMLA_SHARED", Path(__file__).parent.parent.parent / "shared"))
CHECKPOINT = SHARED / "models" / "banking77-minilm" / "step-2191"


@pytest.mark.skipif(not CHECKPOINT.exists(), reason="the shared models are not here (SEMLA_SHARED)")
def test_visa_is_localized_in_the_region_of_visa_or_mastercard(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SEMLA_CACHE", str(tmp_path))
    frame = pd.read_csv(SHARED / "data" / "banking77" / "test.csv")
    explorer = semla.explore(frame, text="text", label="category", model=CHECKPOINT)
    assert explorer.summary["signatures"] == [], "the picture of a trained model can be believed"
    words = explorer.words().set_index("feature")
    # labels as words: their centres on the same map, in the same pixels
    labels = explorer.words("label", locality=2000, min_count=1).set_index("feature")
    assert len(labels) == 77
    visa = words.loc["visa"]
    distances = (labels[["x", "y"]] - visa[["x", "y"]].astype(float)).pow(2).sum(axis=1)
    assert distances.idxmin() == "visa_or_mastercard"
    mastercard = explorer.contrast({"label": ["visa_or_mastercard"]}).set_index("feature")
    assert mastercard.loc["visa", "significant"] and mastercard.loc["visa", "contrast"] < -0.5
    explorer.project("pca")
    assert "map_distorts" in [signature["name"] for signature in explorer.summary["signatures"]]
    explorer.close()
