/**
 * Reverse-mode differentiation of ONNX graphs: from a forward graph to one that also computes the gradient of its
 * logits or embedding with respect to its word embeddings. `append` is the whole of it, `rules/` how a gradient passes back
 * through each operator, `shapes` what is known of values without running the graph.
 */
export { appendGradient, type Differentiated, type GradientGraph } from "./append";
