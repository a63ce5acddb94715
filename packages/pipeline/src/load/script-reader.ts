import { readFileSync } from "node:fs";
import { createRequire, registerHooks } from "node:module";
import { join, relative, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { contentHash, SameseedError, type ScriptReader, thrownText } from "@sameseed/core";
import { requireRegularFile } from "@sameseed/runner";
import { callPython } from "./call-python.ts";
import { resolveSameseedHere } from "./resolve-sameseed-here.ts";

/** This module, for a process that runs a script separately. */
const LOADER = new URL(import.meta.url.endsWith(".ts") ? "./script-reader.ts" : "./script-reader.js", import.meta.url)
  .href;

/**
 * Reads the scripts that a benchmark file names, JavaScript or TypeScript: `file://judge.ts` is the default export (or
 * `module.exports`), `file://judge.ts:name` a named one, `file://judge.py:name` a function of Python 3, one process a
 * call. They run with the rights of this process.
 */
export function scriptReader(folder: string): ScriptReader {
  const load = createRequire(join(resolve(folder), "benchmark.yaml"));
  return (reference) => {
    const [, path = "", name] = /^(?:file:\/\/)?(.+?\.(?:[cm]?[jt]s|py))(?::([\w.]+))?$/.exec(reference) ?? [];
    if (path === "") {
      throw new SameseedError("BAD_BENCHMARK", `${reference} is not a script.`, {
        hint: "Write file://path.js or file://path.ts, with :name for an export by name.",
      });
    }
    const file = resolve(folder, path);
    const hash = contentHash(textOf(file));
    if (path.endsWith(".py")) {
      if (name === undefined) {
        throw new SameseedError("BAD_BENCHMARK", `${reference} names no function.`, {
          hint: `Write ${reference}:name.`,
        });
      }
      const call = (...args: readonly unknown[]): unknown => callPython({ file, name }, args);
      return { value: call, language: "python", hash, call };
    }
    const exported = exportOf(loaded(file, load), name);
    if (exported === undefined) {
      throw new SameseedError("BAD_BENCHMARK", `${shown(file)} has no export ${name ?? "default"}.`, {
        hint:
          name === undefined ? "Write export default …, or name an export: file://path.ts:name." : "Check the name.",
      });
    }
    return {
      value: exported,
      language: "javascript",
      hash,
      call: (...args) => callable(exported, reference)(...args),
      remote: { loader: LOADER, folder: resolve(folder), reference },
    };
  };
}

function textOf(file: string): string {
  requireRegularFile(file, `The script ${shown(file)}`);
  try {
    return readFileSync(file, "utf8");
  } catch (cause) {
    throw new SameseedError("NOT_FOUND", `There is no script ${shown(file)}.`, {
      hint: "Paths in a benchmark file are relative to that file.",
      cause,
    });
  }
}

function loaded(file: string, load: NodeJS.Require): unknown {
  resolveSameseedHere();
  try {
    return /^(?:export|import)\s/m.test(textOf(file)) ? loadedAsModule(file, load) : load(file);
  } catch (cause) {
    throw new SameseedError("BAD_BENCHMARK", `${shown(file)} does not load: ${thrownText(cause)}`, {
      hint:
        (cause as { code?: string } | null)?.code === "ERR_REQUIRE_ASYNC_MODULE"
          ? "A script has no await outside of functions."
          : "Correct the script and try again.",
      cause,
    });
  }
}

/** Loads a module by its own syntax, even in a folder with `commonjs` in its package.json. */
function loadedAsModule(file: string, load: NodeJS.Require): unknown {
  const address = pathToFileURL(file).href;
  const format = file.endsWith("ts") ? "module-typescript" : "module";
  const hooks = registerHooks({
    load: (url, context, next) => next(url, url === address ? { ...context, format } : context),
  });
  try {
    return load(file);
  } finally {
    hooks.deregister();
  }
}

/** CommonJS exports the value itself, or has it under `default` where it was compiled. */
function exportOf(module: unknown, name: string | undefined): unknown {
  const members = module as Readonly<Record<string, unknown>> | undefined;
  if (name !== undefined)
    return name.split(".").reduce<unknown>((value, key) => (value as typeof members)?.[key], module);
  const inner = members?.["default"];
  if (typeof module === "function") return module;
  if (inner === undefined) return isEsModule(module) ? undefined : module;
  return (inner as typeof members)?.["default"] ?? inner;
}

function isEsModule(module: unknown): boolean {
  return (module as { [Symbol.toStringTag]?: string } | null)?.[Symbol.toStringTag] === "Module";
}

function callable(exported: unknown, reference: string): (...args: readonly unknown[]) => unknown {
  if (typeof exported === "function") return exported as (...args: readonly unknown[]) => unknown;
  throw new SameseedError("BAD_BENCHMARK", `${reference} exports no function.`, {
    hint: "Export a function: export default (output, context) => …",
  });
}

function shown(file: string): string {
  return relative(process.cwd(), file);
}
