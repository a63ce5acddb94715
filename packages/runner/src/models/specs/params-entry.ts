import type { ModelParams, ModelParamsSpec } from "@sameseed/core";

/** Parameters as they are in the file; whoever reads files replaces the parts that name one. */
export function paramsEntry(params: ModelParamsSpec | undefined): { params?: ModelParams } {
  return params === undefined ? {} : { params: params as ModelParams };
}
