import type { ModelParams, ModelParamsSpec } from "@sameseed/core";

/** Parameters as written in the benchmark file. The loader replaces values that name another file. */
export function paramsEntry(params: ModelParamsSpec | undefined): { params?: ModelParams } {
  return params === undefined ? {} : { params: params as ModelParams };
}
