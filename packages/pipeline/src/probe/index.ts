export { firstCases } from "./probe-models.ts";
export { embeddingDistance } from "./text-distance.ts";
