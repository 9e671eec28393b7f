"""Types of the protocol, generated from src/protocol by `npm run generate`. Do not edit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, TypedDict

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    from typing_extensions import NotRequired

    Float32 = npt.NDArray[np.float32]
    Int32 = npt.NDArray[np.int32]
    Uint32 = npt.NDArray[np.uint32]
    Uint8 = npt.NDArray[np.uint8]

PROTOCOL_VERSION = 1

Method = Literal[
    "initialize",
    "dataset/put",
    "dataset/get",
    "model/load",
    "model/check",
    "analysis/run",
    "analysis/state",
    "analysis/array",
    "analysis/keep",
    "analysis/restore",
    "analysis/probabilities",
    "analysis/filter",
    "analysis/labels",
    "analysis/confusions",
    "analysis/words",
    "analysis/project",
    "analysis/clusters",
    "analysis/neighbours",
    "analysis/concepts",
    "analysis/compare",
    "analysis/contrast",
    "analysis/snapshot",
    "explain/attribute",
    "explain/relations",
    "explain/predict",
    "explain/trust",
    "explain/salience",
    "explain/word",
]

ErrorKind = Literal[
    "invalid_request",
    "internal",
    "cancelled",
    "unknown_handle",
    "bad_data",
    "bad_model",
    "sidecar_died",
    "protocol_mismatch",
    "not_differentiable",
]

#: JSON-RPC code of each kind of error.
ERROR_CODES: dict[ErrorKind, int] = {
    "invalid_request": -32602,
    "internal": -32603,
    "cancelled": -32800,
    "unknown_handle": -32001,
    "bad_data": -32002,
    "bad_model": -32003,
    "sidecar_died": -32004,
    "protocol_mismatch": -32005,
    "not_differentiable": -32006,
}


class InitializeParams(TypedDict):
    """InitializeParams."""

    protocol: int
    client: str


class InitializeResult(TypedDict):
    """InitializeResult."""

    protocol: int
    version: str
    node: str
    onnxruntime: str
    cacheFolder: str
    pid: int


class DatasetPutParams(TypedDict):
    """DatasetPutParams."""

    name: str
    table: Uint8


class DatasetPutResult(TypedDict):
    """DatasetPutResult."""

    dataset: str
    rows: int
    labels: list[str]


class DatasetGetParams(TypedDict):
    """DatasetGetParams."""

    dataset: str


class DatasetGetResult(TypedDict):
    """DatasetGetResult."""

    name: str
    table: Uint8


class ModelLoadParams(TypedDict):
    """ModelLoadParams."""

    folder: str
    pooling: NotRequired[Literal["auto", "cls", "mean"]]


class ModelLoadResult(TypedDict):
    """ModelLoadResult."""

    model: str
    labelNames: list[str]
    dimension: int
    pooling: Literal["cls", "mean", "output", "logits"]
    maxPieces: int


class ModelCheckParams(TypedDict):
    """ModelCheckParams."""

    folder: str
    inputIds: Int32
    attentionMask: Int32


class ModelCheckResult(TypedDict):
    """ModelCheckResult."""

    logits: NotRequired[Float32]
    hidden: NotRequired[Float32]


class AnalysisRunParamsSourceModel(TypedDict):
    """AnalysisRunParamsSourceModel."""

    kind: Literal["model"]
    model: str
    labelNames: NotRequired[list[str]]


class AnalysisRunParamsSourceArrays(TypedDict):
    """AnalysisRunParamsSourceArrays."""

    kind: Literal["arrays"]
    labelNames: list[str]
    embeddings: NotRequired[Float32]
    probabilities: NotRequired[Float32]
    positions: NotRequired[Float32]
    prediction: NotRequired[Int32]


class AnalysisRunParamsProjection(TypedDict):
    """AnalysisRunParamsProjection."""

    method: NotRequired[Literal["umap", "tsne", "pca", "semla_tsne", "semla_umap"]]
    metric: NotRequired[Literal["cosine", "euclidean"]]
    neighbours: NotRequired[int]
    minDist: NotRequired[float]
    epochs: NotRequired[int | None]
    perplexity: NotRequired[float]
    seed: NotRequired[int]
    anchor: NotRequired[str | None]


class AnalysisRunParams(TypedDict):
    """AnalysisRunParams."""

    dataset: str
    source: AnalysisRunParamsSourceModel | AnalysisRunParamsSourceArrays
    projection: NotRequired[AnalysisRunParamsProjection]
    head: NotRequired[Literal["classifier", "metric"]]
    concepts: NotRequired[Literal["wordnet", "none"] | dict[str, Any]]
    progressToken: NotRequired[str]


class AnalysisRunResultLayout(TypedDict):
    """AnalysisRunResultLayout."""

    method: Literal["umap", "tsne", "pca", "semla_tsne", "semla_umap"]
    metric: Literal["cosine", "euclidean"]
    neighbours: int
    minDist: float
    epochs: int | None
    perplexity: float
    seed: int
    anchor: str | None


class AnalysisRunResultQuality(TypedDict):
    """AnalysisRunResultQuality."""

    trustworthiness: float
    continuity: float
    kept: float
    neighbours: int
    sample: int


class AnalysisRunResultSignaturesItem(TypedDict):
    """AnalysisRunResultSignaturesItem."""

    name: Literal["no_clusters", "words_everywhere", "map_distorts", "confusion_spread"]
    sentence: str
    advice: str
    value: float
    level: float


class AnalysisRunResultSeconds(TypedDict):
    """AnalysisRunResultSeconds."""

    embedding: float
    layout: float
    total: float


class AnalysisRunResult(TypedDict):
    """AnalysisRunResult."""

    analysis: str
    rows: int
    source: Literal["model", "arrays"]
    pooling: Literal["cls", "mean", "output", "logits"] | None
    dimension: int | None
    layout: AnalysisRunResultLayout | Literal["given"]
    quality: AnalysisRunResultQuality | None
    accuracy: float | None
    silhouette: float | None
    head: Literal["classifier", "metric"]
    signatures: list[AnalysisRunResultSignaturesItem] | None
    seconds: AnalysisRunResultSeconds
    cached: bool
    notices: list[str]


class AnalysisStateParams(TypedDict):
    """AnalysisStateParams."""

    analysis: str


class AnalysisStateResultColumnsLayout(TypedDict):
    """AnalysisStateResultColumnsLayout."""

    method: Literal["umap", "tsne", "pca", "semla_tsne", "semla_umap"] | Literal["given"]
    final: bool


class AnalysisStateResultColumns(TypedDict):
    """AnalysisStateResultColumns."""

    labelNames: NotRequired[list[str]]
    gold: NotRequired[Int32]
    prediction: NotRequired[Int32]
    probability: NotRequired[Float32]
    confidence: NotRequired[Float32]
    loss: NotRequired[Float32]
    clusterOfLabel: NotRequired[Int32]
    clusterNames: NotRequired[list[str]]
    positions: NotRequired[Float32]
    layout: NotRequired[AnalysisStateResultColumnsLayout]
    kept: NotRequired[Float32]
    support: NotRequired[Int32]
    closest: NotRequired[Int32]
    contrast: NotRequired[Int32]
    rivals: NotRequired[Int32]


class AnalysisStateResultSummaryLayout(TypedDict):
    """AnalysisStateResultSummaryLayout."""

    method: Literal["umap", "tsne", "pca", "semla_tsne", "semla_umap"]
    metric: Literal["cosine", "euclidean"]
    neighbours: int
    minDist: float
    epochs: int | None
    perplexity: float
    seed: int
    anchor: str | None


class AnalysisStateResultSummaryQuality(TypedDict):
    """AnalysisStateResultSummaryQuality."""

    trustworthiness: float
    continuity: float
    kept: float
    neighbours: int
    sample: int


class AnalysisStateResultSummarySignaturesItem(TypedDict):
    """AnalysisStateResultSummarySignaturesItem."""

    name: Literal["no_clusters", "words_everywhere", "map_distorts", "confusion_spread"]
    sentence: str
    advice: str
    value: float
    level: float


class AnalysisStateResultSummarySeconds(TypedDict):
    """AnalysisStateResultSummarySeconds."""

    embedding: float
    layout: float
    total: float


class AnalysisStateResultSummary(TypedDict):
    """AnalysisStateResultSummary."""

    analysis: str
    rows: int
    source: Literal["model", "arrays"]
    pooling: Literal["cls", "mean", "output", "logits"] | None
    dimension: int | None
    layout: AnalysisStateResultSummaryLayout | Literal["given"]
    quality: AnalysisStateResultSummaryQuality | None
    accuracy: float | None
    silhouette: float | None
    head: Literal["classifier", "metric"]
    signatures: list[AnalysisStateResultSummarySignaturesItem] | None
    seconds: AnalysisStateResultSummarySeconds
    cached: bool
    notices: list[str]


class AnalysisStateResult(TypedDict):
    """AnalysisStateResult."""

    analysis: str
    stage: Literal["model", "embedding", "neighbours", "layout", "quality", "ready"]
    done: float
    total: float
    secondsLeft: float | None
    columns: NotRequired[AnalysisStateResultColumns]
    summary: NotRequired[AnalysisStateResultSummary]


class AnalysisArrayParams(TypedDict):
    """AnalysisArrayParams."""

    analysis: str
    name: Literal["embeddings", "logits", "probabilities"]


class AnalysisArrayResult(TypedDict):
    """AnalysisArrayResult."""

    array: Float32


class AnalysisKeepParams(TypedDict):
    """AnalysisKeepParams."""

    analysis: str


class AnalysisKeepResultBasisCentroids(TypedDict):
    """AnalysisKeepResultBasisCentroids."""

    vectors: Float32
    counts: Uint32


class AnalysisKeepResultBasisShared(TypedDict):
    """AnalysisKeepResultBasisShared."""

    share: float
    chance: float
    rows: int


class AnalysisKeepResultBasis(TypedDict):
    """AnalysisKeepResultBasis."""

    vectors: Literal["embeddings", "probabilities"] | None
    centroids: AnalysisKeepResultBasisCentroids | None
    shared: AnalysisKeepResultBasisShared | None


class AnalysisKeepResult(TypedDict):
    """AnalysisKeepResult."""

    basis: AnalysisKeepResultBasis
    arrays: list[Literal["embeddings", "logits", "probabilities"]]


class AnalysisRestoreParamsColumnsLayout(TypedDict):
    """AnalysisRestoreParamsColumnsLayout."""

    method: Literal["umap", "tsne", "pca", "semla_tsne", "semla_umap"] | Literal["given"]
    final: bool


class AnalysisRestoreParamsColumns(TypedDict):
    """AnalysisRestoreParamsColumns."""

    labelNames: NotRequired[list[str]]
    gold: NotRequired[Int32]
    prediction: NotRequired[Int32]
    probability: NotRequired[Float32]
    confidence: NotRequired[Float32]
    loss: NotRequired[Float32]
    clusterOfLabel: NotRequired[Int32]
    clusterNames: NotRequired[list[str]]
    positions: NotRequired[Float32]
    layout: NotRequired[AnalysisRestoreParamsColumnsLayout]
    kept: NotRequired[Float32]
    support: NotRequired[Int32]
    closest: NotRequired[Int32]
    contrast: NotRequired[Int32]
    rivals: NotRequired[Int32]


class AnalysisRestoreParamsSummaryLayout(TypedDict):
    """AnalysisRestoreParamsSummaryLayout."""

    method: NotRequired[Literal["umap", "tsne", "pca", "semla_tsne", "semla_umap"]]
    metric: NotRequired[Literal["cosine", "euclidean"]]
    neighbours: NotRequired[int]
    minDist: NotRequired[float]
    epochs: NotRequired[int | None]
    perplexity: NotRequired[float]
    seed: NotRequired[int]
    anchor: NotRequired[str | None]


class AnalysisRestoreParamsSummaryQuality(TypedDict):
    """AnalysisRestoreParamsSummaryQuality."""

    trustworthiness: float
    continuity: float
    kept: float
    neighbours: int
    sample: int


class AnalysisRestoreParamsSummarySignaturesItem(TypedDict):
    """AnalysisRestoreParamsSummarySignaturesItem."""

    name: Literal["no_clusters", "words_everywhere", "map_distorts", "confusion_spread"]
    sentence: str
    advice: str
    value: float
    level: float


class AnalysisRestoreParamsSummarySeconds(TypedDict):
    """AnalysisRestoreParamsSummarySeconds."""

    embedding: float
    layout: float
    total: float


class AnalysisRestoreParamsSummary(TypedDict):
    """AnalysisRestoreParamsSummary."""

    analysis: str
    rows: int
    source: Literal["model", "arrays"]
    pooling: Literal["cls", "mean", "output", "logits"] | None
    dimension: int | None
    layout: AnalysisRestoreParamsSummaryLayout | Literal["given"]
    quality: AnalysisRestoreParamsSummaryQuality | None
    accuracy: float | None
    silhouette: float | None
    head: Literal["classifier", "metric"]
    signatures: list[AnalysisRestoreParamsSummarySignaturesItem] | None
    seconds: AnalysisRestoreParamsSummarySeconds
    cached: bool
    notices: list[str]


class AnalysisRestoreParamsBasisCentroids(TypedDict):
    """AnalysisRestoreParamsBasisCentroids."""

    vectors: Float32
    counts: Uint32


class AnalysisRestoreParamsBasisShared(TypedDict):
    """AnalysisRestoreParamsBasisShared."""

    share: float
    chance: float
    rows: int


class AnalysisRestoreParamsBasis(TypedDict):
    """AnalysisRestoreParamsBasis."""

    vectors: Literal["embeddings", "probabilities"] | None
    centroids: AnalysisRestoreParamsBasisCentroids | None
    shared: AnalysisRestoreParamsBasisShared | None


class AnalysisRestoreParams(TypedDict):
    """AnalysisRestoreParams."""

    dataset: str
    model: str | None
    concepts: Literal["wordnet", "none"] | dict[str, Any]
    columns: AnalysisRestoreParamsColumns
    summary: AnalysisRestoreParamsSummary
    basis: AnalysisRestoreParamsBasis
    embeddings: NotRequired[Float32]
    logits: NotRequired[Float32]
    probabilities: NotRequired[Float32]


class AnalysisRestoreResultLayout(TypedDict):
    """AnalysisRestoreResultLayout."""

    method: Literal["umap", "tsne", "pca", "semla_tsne", "semla_umap"]
    metric: Literal["cosine", "euclidean"]
    neighbours: int
    minDist: float
    epochs: int | None
    perplexity: float
    seed: int
    anchor: str | None


class AnalysisRestoreResultQuality(TypedDict):
    """AnalysisRestoreResultQuality."""

    trustworthiness: float
    continuity: float
    kept: float
    neighbours: int
    sample: int


class AnalysisRestoreResultSignaturesItem(TypedDict):
    """AnalysisRestoreResultSignaturesItem."""

    name: Literal["no_clusters", "words_everywhere", "map_distorts", "confusion_spread"]
    sentence: str
    advice: str
    value: float
    level: float


class AnalysisRestoreResultSeconds(TypedDict):
    """AnalysisRestoreResultSeconds."""

    embedding: float
    layout: float
    total: float


class AnalysisRestoreResult(TypedDict):
    """AnalysisRestoreResult."""

    analysis: str
    rows: int
    source: Literal["model", "arrays"]
    pooling: Literal["cls", "mean", "output", "logits"] | None
    dimension: int | None
    layout: AnalysisRestoreResultLayout | Literal["given"]
    quality: AnalysisRestoreResultQuality | None
    accuracy: float | None
    silhouette: float | None
    head: Literal["classifier", "metric"]
    signatures: list[AnalysisRestoreResultSignaturesItem] | None
    seconds: AnalysisRestoreResultSeconds
    cached: bool
    notices: list[str]


class AnalysisProbabilitiesParams(TypedDict):
    """AnalysisProbabilitiesParams."""

    analysis: str
    rows: list[int]


class AnalysisProbabilitiesResult(TypedDict):
    """AnalysisProbabilitiesResult."""

    probabilities: Float32


class AnalysisFilterParams(TypedDict):
    """AnalysisFilterParams."""

    analysis: str
    filter: dict[str, Any]
    other: NotRequired[str | None]


class AnalysisFilterResult(TypedDict):
    """AnalysisFilterResult."""

    rows: Uint32


class AnalysisLabelsParams(TypedDict):
    """AnalysisLabelsParams."""

    analysis: str


class AnalysisLabelsResult(TypedDict):
    """AnalysisLabelsResult."""

    labelNames: list[str]
    count: Int32
    precision: Float32
    recall: Float32
    f1: Float32
    confidence: Float32
    cluster: Int32


class AnalysisConfusionsParams(TypedDict):
    """AnalysisConfusionsParams."""

    analysis: str


class AnalysisConfusionsResult(TypedDict):
    """AnalysisConfusionsResult."""

    labelNames: list[str]
    gold: Int32
    prediction: Int32
    count: Int32
    near: Int32


class AnalysisWordsParams(TypedDict):
    """AnalysisWordsParams."""

    analysis: str
    kind: NotRequired[Literal["word", "concept", "label", "prediction", "length", "characters"]]
    filter: NotRequired[dict[str, Any]]
    minCount: NotRequired[int | None]
    maxCount: NotRequired[int | None]
    locality: NotRequired[float]
    shape: NotRequired[Literal["gaussian", "square"]]
    invert: NotRequired[bool]
    stopWords: NotRequired[bool]
    ngram: NotRequired[int]
    tokens: NotRequired[Literal["unicode", "ascii"]]
    size: NotRequired[list[float]]
    window: NotRequired[list[float] | None]


class AnalysisWordsResult(TypedDict):
    """AnalysisWordsResult."""

    feature: list[str]
    count: Int32
    x: Float32
    y: Float32
    spreadX: Float32
    spreadY: Float32


class AnalysisProjectParamsProjection(TypedDict):
    """AnalysisProjectParamsProjection."""

    method: NotRequired[Literal["umap", "tsne", "pca", "semla_tsne", "semla_umap"]]
    metric: NotRequired[Literal["cosine", "euclidean"]]
    neighbours: NotRequired[int]
    minDist: NotRequired[float]
    epochs: NotRequired[int | None]
    perplexity: NotRequired[float]
    seed: NotRequired[int]
    anchor: NotRequired[str | None]


class AnalysisProjectParams(TypedDict):
    """AnalysisProjectParams."""

    analysis: str
    projection: AnalysisProjectParamsProjection
    progressToken: NotRequired[str]


class AnalysisProjectResultLayout(TypedDict):
    """AnalysisProjectResultLayout."""

    method: Literal["umap", "tsne", "pca", "semla_tsne", "semla_umap"]
    metric: Literal["cosine", "euclidean"]
    neighbours: int
    minDist: float
    epochs: int | None
    perplexity: float
    seed: int
    anchor: str | None


class AnalysisProjectResultQuality(TypedDict):
    """AnalysisProjectResultQuality."""

    trustworthiness: float
    continuity: float
    kept: float
    neighbours: int
    sample: int


class AnalysisProjectResultSignaturesItem(TypedDict):
    """AnalysisProjectResultSignaturesItem."""

    name: Literal["no_clusters", "words_everywhere", "map_distorts", "confusion_spread"]
    sentence: str
    advice: str
    value: float
    level: float


class AnalysisProjectResultSeconds(TypedDict):
    """AnalysisProjectResultSeconds."""

    embedding: float
    layout: float
    total: float


class AnalysisProjectResult(TypedDict):
    """AnalysisProjectResult."""

    analysis: str
    rows: int
    source: Literal["model", "arrays"]
    pooling: Literal["cls", "mean", "output", "logits"] | None
    dimension: int | None
    layout: AnalysisProjectResultLayout | Literal["given"]
    quality: AnalysisProjectResultQuality | None
    accuracy: float | None
    silhouette: float | None
    head: Literal["classifier", "metric"]
    signatures: list[AnalysisProjectResultSignaturesItem] | None
    seconds: AnalysisProjectResultSeconds
    cached: bool
    notices: list[str]


class AnalysisClustersParams(TypedDict):
    """AnalysisClustersParams."""

    analysis: str
    count: int | None


class AnalysisClustersResult(TypedDict):
    """AnalysisClustersResult."""

    clusterOfLabel: Int32
    clusterNames: list[str]
    silhouette: float | None


class AnalysisNeighboursParams(TypedDict):
    """AnalysisNeighboursParams."""

    analysis: str
    row: int


class AnalysisNeighboursResult(TypedDict):
    """AnalysisNeighboursResult."""

    rows: Uint32
    similarity: Float32


class AnalysisConceptsParams(TypedDict):
    """AnalysisConceptsParams."""

    analysis: str


class AnalysisConceptsResult(TypedDict):
    """AnalysisConceptsResult."""

    source: str | None
    names: list[str]
    offsets: Uint32
    words: list[str]


class AnalysisCompareParams(TypedDict):
    """AnalysisCompareParams."""

    analysis: str
    other: str
    filter: NotRequired[dict[str, Any]]


class AnalysisCompareResultMcnemar(TypedDict):
    """AnalysisCompareResultMcnemar."""

    fixed: int
    broken: int
    statistic: float
    pValue: float


class AnalysisCompareResult(TypedDict):
    """AnalysisCompareResult."""

    rows: Uint32
    change: Int32
    changes: list[str]
    accuracyA: float | None
    accuracyB: float | None
    churn: float
    mcnemar: AnalysisCompareResultMcnemar


class AnalysisContrastParams(TypedDict):
    """AnalysisContrastParams."""

    analysis: str
    a: dict[str, Any]
    b: NotRequired[dict[str, Any] | None]
    other: NotRequired[str | None]
    kind: NotRequired[Literal["word", "concept", "label", "prediction", "length", "characters"]]
    ngram: NotRequired[int]
    stopWords: NotRequired[bool]
    minCount: NotRequired[int]
    level: NotRequired[float]


class AnalysisContrastResult(TypedDict):
    """AnalysisContrastResult."""

    feature: list[str]
    count1: Int32
    count2: Int32
    p1: Float32
    p2: Float32
    contrast: Float32
    pValue: Float32
    significant: Uint8


class AnalysisSnapshotParamsTitle(TypedDict):
    """AnalysisSnapshotParamsTitle."""

    dataset: str
    model: str | None


class AnalysisSnapshotParams(TypedDict):
    """AnalysisSnapshotParams."""

    analysis: str
    other: NotRequired[str | None]
    otherName: NotRequired[str | None]
    title: AnalysisSnapshotParamsTitle
    frames: NotRequired[list[str] | None]
    texts: NotRequired[bool]
    filter: NotRequired[dict[str, Any]]
    selection: NotRequired[list[int]]
    view: NotRequired[dict[str, Any]]


class AnalysisSnapshotResult(TypedDict):
    """AnalysisSnapshotResult."""

    data: Uint8
    picture: str


class ExplainAttributeParamsSubjectsItem(TypedDict):
    """ExplainAttributeParamsSubjectsItem."""

    row: int


class ExplainAttributeParamsSubjectsItem1(TypedDict):
    """ExplainAttributeParamsSubjectsItem1."""

    text: str


class ExplainAttributeParamsOptions(TypedDict):
    """ExplainAttributeParamsOptions."""

    target: NotRequired[int | None]
    against: NotRequired[int | None]
    similarTo: NotRequired[int | None]
    output: NotRequired[Literal["logit", "probability"]]
    points: NotRequired[int | None]
    baseline: NotRequired[str]
    perturbation: NotRequired[Literal["mask", "delete"]]
    masks: NotRequired[int]
    evaluations: NotRequired[int]
    seed: NotRequired[int]


class ExplainAttributeParams(TypedDict):
    """ExplainAttributeParams."""

    analysis: str
    subjects: list[ExplainAttributeParamsSubjectsItem | ExplainAttributeParamsSubjectsItem1]
    methods: list[Literal["gradient_l1", "gradient_l2", "gradient_x_input", "integrated_gradients", "attention", "attention_rollout", "lime", "occlusion", "shap"]]
    options: NotRequired[ExplainAttributeParamsOptions]


class ExplainAttributeResultAttributionsItemItemWordsItem(TypedDict):
    """ExplainAttributeResultAttributionsItemItemWordsItem."""

    text: str
    start: int
    end: int


class ExplainAttributeResultAttributionsItemItem(TypedDict):
    """ExplainAttributeResultAttributionsItemItem."""

    method: Literal["gradient_l1", "gradient_l2", "gradient_x_input", "integrated_gradients", "attention", "attention_rollout", "lime", "occlusion", "shap"]
    text: str
    target: int | None
    against: int | None
    value: float
    pieces: list[str]
    special: Uint8
    pieceScores: Float32
    words: list[ExplainAttributeResultAttributionsItemItemWordsItem]
    wordOfPiece: Int32
    scores: Float32
    signed: bool
    cut: int
    delta: float | None
    points: int | None
    r2: float | None
    spread: Float32 | None


class ExplainAttributeResult(TypedDict):
    """ExplainAttributeResult."""

    attributions: list[list[ExplainAttributeResultAttributionsItemItem]]


class ExplainRelationsParamsSubject(TypedDict):
    """ExplainRelationsParamsSubject."""

    row: int


class ExplainRelationsParamsSubject1(TypedDict):
    """ExplainRelationsParamsSubject1."""

    text: str


class ExplainRelationsParams(TypedDict):
    """ExplainRelationsParams."""

    analysis: str
    subject: ExplainRelationsParamsSubject | ExplainRelationsParamsSubject1
    kind: NotRequired[Literal["token", "similarity"]]
    points: NotRequired[int | None]
    seed: NotRequired[int]


class ExplainRelationsResultWordsItem(TypedDict):
    """ExplainRelationsResultWordsItem."""

    text: str
    start: int
    end: int


class ExplainRelationsResultPartnersItemWordsItem(TypedDict):
    """ExplainRelationsResultPartnersItemWordsItem."""

    text: str
    start: int
    end: int


class ExplainRelationsResultPartnersItem(TypedDict):
    """ExplainRelationsResultPartnersItem."""

    role: Literal["closest", "contrast"]
    row: int
    text: str
    words: list[ExplainRelationsResultPartnersItemWordsItem]
    similarity: float
    cosine: float
    links: Float32 | None
    own: Float32 | None
    theirs: Float32 | None
    delta: float | None


class ExplainRelationsResult(TypedDict):
    """ExplainRelationsResult."""

    text: str
    words: list[ExplainRelationsResultWordsItem]
    partners: list[ExplainRelationsResultPartnersItem]


class ExplainPredictParams(TypedDict):
    """ExplainPredictParams."""

    analysis: str
    texts: list[str]


class ExplainPredictResult(TypedDict):
    """ExplainPredictResult."""

    labelNames: list[str]
    probabilities: Float32
    prediction: Int32
    probability: Float32
    confidence: Float32
    positions: Float32
    neighbours: Int32
    similarity: Float32
    pieces: Int32
    cut: Int32
    mask: str | None


class ExplainTrustParams(TypedDict):
    """ExplainTrustParams."""

    analysis: str
    methods: list[Literal["gradient_l1", "gradient_l2", "gradient_x_input", "integrated_gradients", "attention", "attention_rollout", "lime", "occlusion", "shap"]]
    rows: NotRequired[int]
    seed: NotRequired[int]


class ExplainTrustResultFiguresItem(TypedDict):
    """ExplainTrustResultFiguresItem."""

    method: Literal["gradient_l1", "gradient_l2", "gradient_x_input", "integrated_gradients", "attention", "attention_rollout", "lime", "occlusion", "shap"]
    measure: Literal["comprehensiveness", "sufficiency", "tau_occlusion", "delta", "stability", "side_token_top3", "side_similarity_sum", "side_similarity_top3", "side_similarity_positive", "side_similarity_negative", "side_similarity_net"]
    among: Literal["all", "confident"]
    value: float
    low: float
    high: float
    n: int


class ExplainTrustResult(TypedDict):
    """ExplainTrustResult."""

    done: int
    total: int
    figures: list[ExplainTrustResultFiguresItem]


class ExplainSalienceParamsOptions(TypedDict):
    """ExplainSalienceParamsOptions."""

    target: NotRequired[int | None]
    against: NotRequired[int | None]
    similarTo: NotRequired[int | None]
    output: NotRequired[Literal["logit", "probability"]]
    points: NotRequired[int | None]
    baseline: NotRequired[str]
    perturbation: NotRequired[Literal["mask", "delete"]]
    masks: NotRequired[int]
    evaluations: NotRequired[int]
    seed: NotRequired[int]


class ExplainSalienceParams(TypedDict):
    """ExplainSalienceParams."""

    analysis: str
    method: Literal["gradient_l1", "gradient_l2", "gradient_x_input", "integrated_gradients", "attention", "attention_rollout", "lime", "occlusion", "shap"]
    options: NotRequired[ExplainSalienceParamsOptions]
    filter: NotRequired[dict[str, Any]]


class ExplainSalienceResult(TypedDict):
    """ExplainSalienceResult."""

    done: int
    total: int
    word: list[str]
    label: Int32
    mean: Float32
    rows: Int32


class ExplainWordParamsOptions(TypedDict):
    """ExplainWordParamsOptions."""

    target: NotRequired[int | None]
    against: NotRequired[int | None]
    similarTo: NotRequired[int | None]
    output: NotRequired[Literal["logit", "probability"]]
    points: NotRequired[int | None]
    baseline: NotRequired[str]
    perturbation: NotRequired[Literal["mask", "delete"]]
    masks: NotRequired[int]
    evaluations: NotRequired[int]
    seed: NotRequired[int]


class ExplainWordParams(TypedDict):
    """ExplainWordParams."""

    analysis: str
    method: Literal["gradient_l1", "gradient_l2", "gradient_x_input", "integrated_gradients", "attention", "attention_rollout", "lime", "occlusion", "shap"]
    options: NotRequired[ExplainWordParamsOptions]
    word: str


class ExplainWordResult(TypedDict):
    """ExplainWordResult."""

    rows: Int32
    scores: Float32


class AnalysisRunProgressColumnsLayout(TypedDict):
    """AnalysisRunProgressColumnsLayout."""

    method: Literal["umap", "tsne", "pca", "semla_tsne", "semla_umap"] | Literal["given"]
    final: bool


class AnalysisRunProgressColumns(TypedDict):
    """AnalysisRunProgressColumns."""

    labelNames: NotRequired[list[str]]
    gold: NotRequired[Int32]
    prediction: NotRequired[Int32]
    probability: NotRequired[Float32]
    confidence: NotRequired[Float32]
    loss: NotRequired[Float32]
    clusterOfLabel: NotRequired[Int32]
    clusterNames: NotRequired[list[str]]
    positions: NotRequired[Float32]
    layout: NotRequired[AnalysisRunProgressColumnsLayout]
    kept: NotRequired[Float32]
    support: NotRequired[Int32]
    closest: NotRequired[Int32]
    contrast: NotRequired[Int32]
    rivals: NotRequired[Int32]


class AnalysisRunProgressSummaryLayout(TypedDict):
    """AnalysisRunProgressSummaryLayout."""

    method: Literal["umap", "tsne", "pca", "semla_tsne", "semla_umap"]
    metric: Literal["cosine", "euclidean"]
    neighbours: int
    minDist: float
    epochs: int | None
    perplexity: float
    seed: int
    anchor: str | None


class AnalysisRunProgressSummaryQuality(TypedDict):
    """AnalysisRunProgressSummaryQuality."""

    trustworthiness: float
    continuity: float
    kept: float
    neighbours: int
    sample: int


class AnalysisRunProgressSummarySignaturesItem(TypedDict):
    """AnalysisRunProgressSummarySignaturesItem."""

    name: Literal["no_clusters", "words_everywhere", "map_distorts", "confusion_spread"]
    sentence: str
    advice: str
    value: float
    level: float


class AnalysisRunProgressSummarySeconds(TypedDict):
    """AnalysisRunProgressSummarySeconds."""

    embedding: float
    layout: float
    total: float


class AnalysisRunProgressSummary(TypedDict):
    """AnalysisRunProgressSummary."""

    analysis: str
    rows: int
    source: Literal["model", "arrays"]
    pooling: Literal["cls", "mean", "output", "logits"] | None
    dimension: int | None
    layout: AnalysisRunProgressSummaryLayout | Literal["given"]
    quality: AnalysisRunProgressSummaryQuality | None
    accuracy: float | None
    silhouette: float | None
    head: Literal["classifier", "metric"]
    signatures: list[AnalysisRunProgressSummarySignaturesItem] | None
    seconds: AnalysisRunProgressSummarySeconds
    cached: bool
    notices: list[str]


class AnalysisRunProgress(TypedDict):
    """AnalysisRunProgress."""

    analysis: str
    stage: Literal["model", "embedding", "neighbours", "layout", "quality", "ready"]
    done: float
    total: float
    secondsLeft: float | None
    columns: NotRequired[AnalysisRunProgressColumns]
    summary: NotRequired[AnalysisRunProgressSummary]
