export { cosineDistance, firstToRest } from "./distance.ts";
export { embedder } from "./embedder.ts";
export type { Embedder } from "./embedder.ts";
