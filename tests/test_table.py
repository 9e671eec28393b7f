import datasets
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from semla.errors import SemlaError
from semla.table import read_table

TEXTS = ["a card", "", "مرحبا 🎉"]
ADDED = pa.table({"prediction": pa.array(["no", None, "yes"]), "x": pa.array([1.0, 2.0, None], pa.float32())})


def columns():
    return {"body": TEXTS, "intent": ["b", None, "a"], "key": ["r7", "r5", "r6"], "n": [3, 2, 1]}


def refused(*args, **options):
    with pytest.raises(SemlaError) as caught:
        read_table(*args, **options)
    return str(caught.value)


class Capsule:
    def __init__(self, table):
        self.table = table

    def __arrow_c_stream__(self, requested_schema=None):
        return self.table.__arrow_c_stream__(requested_schema)


FRAMES = {
    "pandas": lambda data: pd.DataFrame(data, index=[5, 5, 9]),
    "polars": pl.DataFrame,
    "pyarrow": pa.table,
    "record batch": pa.record_batch,
    "capsule": lambda data: Capsule(pa.table(data)),
    "hugging face": datasets.Dataset.from_dict,
    "hugging face, reordered": lambda data: datasets.Dataset.from_dict(
        {name: values[::-1] for name, values in data.items()}
    ).select([2, 1, 0]),
    "list of dicts": lambda data: (
        pd.DataFrame(data).astype(object).replace({np.nan: None}).to_dict("records")
    ),
}


@pytest.mark.parametrize("kind", FRAMES)
def test_every_library_gives_the_same_columns_in_the_same_order(kind):
    table = read_table(FRAMES[kind](columns()), text="body", label="intent", id="key")
    read = pa.ipc.open_stream(table.to_ipc()).read_all()
    assert read.column_names == ["id", "text", "label"]
    assert read["id"].to_pylist() == ["r7", "r5", "r6"]
    assert read["text"].to_pylist() == TEXTS
    assert read["text"].type == pa.string()
    assert read["label"].to_pylist() == ["b", None, "a"]
    assert read["label"].type == pa.dictionary(pa.int32(), pa.string())
    assert read["label"].chunk(0).dictionary.to_pylist() == ["a", "b"]


def rows_of(frame):
    if isinstance(frame, datasets.Dataset):
        return frame.to_list()
    return (
        pa.Table.from_pandas(frame, preserve_index=False)
        if isinstance(frame, pd.DataFrame)
        else pa.table(frame)
    ).to_pylist()


@pytest.mark.parametrize("kind", FRAMES)
def test_a_frame_comes_back_in_its_library_with_further_columns(kind):
    data = FRAMES[kind](columns())
    table = read_table(data, text="body")
    whole, some = table.frame.with_columns(ADDED), table.frame.take(np.array([2, 0], "u4"))
    wanted = {
        "pyarrow": pa.Table,
        "record batch": pa.Table,
        "capsule": pa.Table,
        "list of dicts": pd.DataFrame,
    }.get(kind, type(data))
    assert isinstance(whole, wanted) and isinstance(some, wanted)
    assert [row["body"] for row in rows_of(whole)] == TEXTS
    assert [row["prediction"] for row in rows_of(whole)] == ["no", None, "yes"]
    assert [row["key"] for row in rows_of(some)] == ["r6", "r7"]


def test_a_pandas_index_is_kept():
    table = read_table(FRAMES["pandas"](columns()), text="body")
    assert list(table.frame.with_columns(ADDED).index) == [5, 5, 9]
    assert list(table.frame.take(np.array([2])).index) == [9]


@pytest.mark.parametrize(
    "texts",
    [TEXTS, tuple(TEXTS), np.array(TEXTS), pd.Series(TEXTS), pl.Series(TEXTS), pa.array(TEXTS).to_pylist()],
)
def test_a_list_of_strings_is_a_data_set_with_numbered_rows(texts):
    table = read_table(texts)
    assert table.text.to_pylist() == TEXTS
    assert list(table.ids) == [0, 1, 2]
    assert list(table.frame.with_columns(ADDED).columns) == ["text", "prediction", "x"]
    assert list(table.frame.take(np.array([2, 1], "u4")).index) == [2, 1]


@pytest.mark.parametrize(
    ("labels", "names", "codes"),
    [
        (["b", None, "a"], ["a", "b"], [1, -1, 0]),
        (["b", np.nan, "a"], ["a", "b"], [1, -1, 0]),
        ([10, 9, 10], ["9", "10"], [1, 0, 1]),
        ([10, None, 9], ["9", "10"], [1, -1, 0]),
        ([True, False, None], ["False", "True"], [1, 0, -1]),
        (pd.Categorical(["b", None, "b"], categories=["c", "b", "a"]), ["b"], [0, -1, 0]),
        (pd.Categorical([3, 1, 3]), ["1", "3"], [1, 0, 1]),
        ([None, None, None], [], [-1, -1, -1]),
    ],
)
def test_labels_may_be_strings_numbers_booleans_or_categories(labels, names, codes):
    label = read_table(pd.DataFrame({"text": TEXTS, "label": labels}), label="label").label
    assert label.names == names
    assert label.codes.tolist() == codes


def test_class_labels_go_by_their_names_in_the_order_of_the_classes():
    features = datasets.Features(
        {"text": datasets.Value("string"), "label": datasets.ClassLabel(names=["z", "y", "unused", "x"])}
    )
    data = datasets.Dataset.from_dict({"text": TEXTS, "label": [3, 0, -1]}, features=features)
    label = read_table(data, label="label").label
    assert label.names == ["z", "x"]
    assert label.declared == ["z", "y", "unused", "x"]
    assert label.codes.tolist() == [1, 0, -1]


def test_polars_categories_and_enums_are_labels():
    for kind in (pl.Categorical, pl.Enum(["b", "a", "c"])):
        frame = pl.DataFrame({"text": TEXTS, "label": pl.Series(["b", None, "a"], dtype=kind)})
        label = read_table(frame, label="label").label
        assert [label.names[code] for code in label.codes[[0, 2]]] == ["b", "a"]
        assert label.codes[1] == -1


@given(
    st.lists(
        st.tuples(st.text(st.characters(exclude_categories=["Cs"])), st.none() | st.sampled_from("abc")),
        min_size=1,
    )
)
def test_texts_and_labels_survive_the_way_to_the_sidecar(rows):
    data = pa.table(
        {"text": [text for text, _ in rows], "label": pa.array([label for _, label in rows], pa.string())}
    )
    read = pa.ipc.open_stream(read_table(data, label="label").to_ipc()).read_all()
    assert read["text"].to_pylist() == [text for text, _ in rows]
    assert read["label"].to_pylist() == [label for _, label in rows]
    assert read["id"].to_pylist() == list(range(len(rows)))


def test_the_same_content_gives_the_same_bytes_whatever_the_library():
    made = {
        read_table(make(columns()), text="body", label="intent", id="n").to_ipc() for make in FRAMES.values()
    }
    assert len(made) == 1


def test_the_text_column_is_found():
    frame = pd.DataFrame(columns())
    assert read_table(frame, label="intent", id="key").text.to_pylist() == TEXTS
    assert read_table(frame.rename(columns={"intent": "text"}).dropna()).text.to_pylist() == ["b", "a"]
    assert refused(frame) == (
        "text: not given, and several columns hold strings; say which, as in text='body' "
        "(allowed: 'body', 'intent', 'key')"
    )
    assert refused(pd.DataFrame({"n": [1]})) == (
        "text: no column of strings among 'n'; add one, or name it with text="
    )


def test_a_wrong_column_name_gets_the_near_miss():
    frame = pd.DataFrame(columns())
    assert refused(frame, text="Body") == (
        "text: no column 'Body' (allowed: 'body', 'intent', 'key', 'n'); did you mean 'body'?"
    )
    assert refused(frame, text="body", label="intnet").endswith("did you mean 'intent'?")
    assert refused(frame, text="body", label=["a", "b", "a"]).startswith(
        "label: list (allowed: the name of a column"
    )


def test_a_text_column_of_numbers_is_refused_with_the_way_out():
    assert refused(pd.DataFrame({"n": [1]}), text="n") == (
        "text: column 'n' holds int64 (allowed: strings); choose another column, or make it strings: "
        "df['n'].astype(str)"
    )
    assert "cast(pl.String)" in refused(pl.DataFrame({"n": [1.5]}), text="n")
    assert (
        refused(pd.DataFrame({"t": ["a", 1]}), text="t")
        == "text: column 't' mixes int, str (allowed: strings)"
    )


@pytest.mark.parametrize(
    ("data", "remedy"),
    [
        (pd.DataFrame({"t": ["a", None, np.nan, "b"]}), "df.dropna(subset=['t'])"),
        (pl.DataFrame({"t": ["a", None, None, "b"]}), "df.drop_nulls('t')"),
        (pa.table({"t": ["a", None, None, "b"]}), "table.filter(table['t'].is_valid())"),
        (
            datasets.Dataset.from_dict({"t": ["a", None, None, "b"]}),
            "dataset.filter(lambda row: row['t'] is not None)",
        ),
    ],
)
def test_missing_texts_are_refused_by_row_with_the_way_out(data, remedy):
    message = refused(data, text="t")
    assert message.startswith("text: column 't' is missing in 2 of 4 (rows 1, 2)")
    assert remedy in message


def test_a_list_with_missing_or_other_items_is_refused_by_row():
    assert refused(["a", None]).startswith("text: column 'text' is missing in 1 of 2 (row 1)")
    assert refused(["a", float("nan")]).startswith("text: column 'text' is missing in 1 of 2 (row 1)")
    assert refused(["a", 3]) == "data: a list whose item 1 is int 3 (allowed: strings, or dicts throughout)"


@pytest.mark.parametrize(
    "data", [[], pd.DataFrame({"text": []}), pl.DataFrame({"text": []}), pa.table({"text": []})]
)
def test_an_empty_frame_is_refused(data):
    assert refused(data) == "data: no rows (allowed: at least one)"


def test_one_row_and_equal_and_very_long_texts_are_data():
    assert len(read_table(["only"])) == 1
    assert len(read_table(["same"] * 4)) == 4
    assert read_table(["x" * 10_000]).text[0].as_py() == "x" * 10_000


def test_a_text_that_is_no_unicode_is_refused_by_row():
    frame = pd.DataFrame({"t": pd.Series(["a", "\ud800"], dtype=object)})
    assert refused(frame, text="t").startswith("text: column 't', row 1: a string that is no valid Unicode")


def test_duplicate_and_missing_ids_are_refused_by_name():
    frame = pd.DataFrame({"text": ["a", "b", "c", "d"], "k": ["u", "v", "u", "v"], "n": [1, 2, None, 4]})
    assert refused(frame, text="text", id="k") == (
        "id: column 'k' holds 2 ids more than once ('u', 'v'); make them different, or leave id= out "
        "to number the rows"
    )
    assert refused(frame, text="text", id="n").startswith("id: column 'n' is missing in 1 of 4 (row 2)")
    assert "holds double (allowed: integers or strings)" in refused(
        pd.DataFrame({"text": ["a"], "k": [1.5]}), id="k"
    )


def test_labels_with_decimals_and_other_types_are_refused():
    assert "numbers with decimals" in refused(pd.DataFrame({"text": ["a"], "l": [0.5]}), label="l")
    assert "mixes int, str" in refused(pd.DataFrame({"text": ["a", "b"], "l": ["x", 1]}), label="l")
    assert "holds large_list" in refused(pl.DataFrame({"text": ["a"], "l": [["x"]]}), label="l")


def test_what_is_no_data_is_refused_with_what_is():
    assert refused(3).startswith("data: int 3 (allowed: a pandas or polars frame, a pyarrow Table")
    assert refused("some text").startswith("data: str (allowed: ")
    assert (
        refused(pl.LazyFrame({"text": ["a"]})) == "data: LazyFrame, which is lazy; call its .collect() first"
    )
    one = datasets.Dataset.from_dict({"text": ["a"]})
    assert refused(datasets.DatasetDict(train=one, test=one)) == (
        "data: a DatasetDict of several splits (train, test); pass one, such as data['train']"
    )
    assert refused(one.to_iterable_dataset()).startswith("data: IterableDataset, which is read row by row")
    assert refused(pd.DataFrame([["a", "b"]], columns=["t", "t"])).startswith(
        "data: Expected unique column names"
    )


def test_ids_that_are_not_there_are_named():
    table = read_table(pd.DataFrame(columns()), text="body", id="key")
    assert table.rows(["r6", "r7", "r6"]).tolist() == [0, 2]
    assert table.rows(pd.Series(["r5"])).tolist() == [1]
    with pytest.raises(
        SemlaError, match=r"selection: no row with id 'r9' \(allowed: the values of column 'key'"
    ):
        table.rows(["r6", "r9"])
    numbered = read_table(TEXTS)
    assert numbered.rows(np.array([2, 0])).tolist() == [0, 2]
    for wrong in ([3], [-1], ["0"], [True], [0.5], [[0]]):
        with pytest.raises(SemlaError, match="no row with id"):
            numbered.rows(wrong)
    with pytest.raises(SemlaError, match="allowed: a list of row ids"):
        numbered.rows("r6")
