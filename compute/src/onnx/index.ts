/**
 * Reading and changing the graphs of users' models: `readModel`, look and change, `writeModel`. Whatever is not
 * understood is passed on. Graphs of this project's own are made by `graph-writer`.
 */
export { readExternalFloats } from "./external";
export { Dataflow } from "./flow";
export { narrowToFirstPiece, removeUnused } from "./first-piece";
export { makeValue, type Model, type ModelGraph, readModel, writeModel } from "./model";
export { type AttributeValue, makeNode, type OperatorNode } from "./node";
export { readOutline } from "./outline";
export { findPooling, type FoundPooling } from "./pooling";
export { type ConstantTensor, elementTypes, floatsOf, makeTensor } from "./tensor";
