import { basename, extname } from "node:path";
import { accessOf, type ModelEntry, type ModelParams, type ModelSpec, type ScriptReader } from "@sameseed/core";
import { http, type OutputFunction, programModel, recorded, scriptModel, simulated } from "@sameseed/runner";

/** The model that a benchmark file's entry describes, but for files that its parameters name. */
export function modelFromSpec(spec: ModelSpec, script: ScriptReader): string | ModelEntry {
  if (typeof spec === "string")
    return /^(?:file:\/\/|exec:)/.test(spec) ? modelFromSpec({ model: spec }, script) : spec;
  if (isSimulated(spec)) {
    const { id = "model", model: _, ...options } = spec;
    return { id, model: simulated(id, options) };
  }
  if ("file" in spec) {
    const { id, file, case: caseId, output, repeat } = spec;
    return { ...(id !== undefined && { id }), model: recorded(file, { id, case: caseId, output, repeat }) };
  }
  if (isHttp(spec)) return httpEntry(spec, script);
  if (isScript(spec)) {
    const { id = shortName(spec.model), model: reference, config, params } = spec;
    if (reference.startsWith("exec:"))
      return { id, model: programModel(reference.slice("exec:".length), { id, config }), ...asParams(params) };
    return { id, model: scriptModel(script(reference), { id, config }), ...asParams(params) };
  }
  const { id, model, params } = spec;
  return { ...(id !== undefined && { id }), model, ...asParams(params), ...accessOf(spec) };
}

/** What names a file is put in later, by who reads files. */
function asParams(params: object | undefined): { params?: ModelParams } {
  return params === undefined ? {} : { params: params as ModelParams };
}

type ScriptSpec = Extract<ModelSpec, { config?: unknown }>;

function isScript(spec: Exclude<ModelSpec, string>): spec is ScriptSpec {
  return /^(?:file:\/\/|exec:)/.test(spec.model);
}

/** A script by its file, a program by its command. */
function shortName(model: string): string {
  return model.startsWith("exec:") ? model.replaceAll("/", "-") : basename(model, extname(model));
}

type SimulatedSpec = Extract<ModelSpec, { model: "simulated" }>;

function isSimulated(spec: Exclude<ModelSpec, string>): spec is SimulatedSpec {
  return spec.model === "simulated";
}

type HttpSpec = Extract<ModelSpec, { model: "http" }>;

function isHttp(spec: Exclude<ModelSpec, string>): spec is HttpSpec {
  return spec.model === "http";
}

/** What reads the answer may be a script. */
function httpEntry({ id, model: _, output, ...request }: HttpSpec, script: ScriptReader): ModelEntry {
  const isFile = output?.startsWith("file://") === true;
  const { call, hash: outputHash } = isFile ? script(output) : {};
  const read = call === undefined ? output : (call as OutputFunction);
  return { ...(id !== undefined && { id }), model: http({ ...request, id, output: read, outputHash }) };
}
