export { csv, dataset, json, jsonl, parquet, xlsx } from "./datasets.ts";
export { benchmarkJsonSchema } from "./benchmark-json-schema.ts";
export { loadBenchmark } from "./load-benchmark.ts";
export type { LoadOptions } from "./load-benchmark.ts";
export { loadPrices } from "./load-prices.ts";
export { modelFromId } from "./model-from-id.ts";
export { prepareBenchmark } from "./prepare-benchmark.ts";
export { countLook, readSplit, splitFileOf, writeSplit } from "./split-file.ts";
export { resolveSameseedHere } from "./resolve-sameseed-here.ts";
