export { ENGINE_VERSION } from "./engine-version.ts";
export { serveTiny } from "./serve-tiny.ts";
export type { ServeTinyOptions, TinyServer } from "./serve-tiny.ts";
export { tiny } from "./tiny.ts";
export type { TinyModel, TinyOptions } from "./tiny.ts";
export { TINY_NAMES } from "./weights.ts";
export type { TinyName } from "./weights.ts";
