export { probedModel } from "./probed-model.ts";
export { embeddingDistance } from "./text-distance.ts";
