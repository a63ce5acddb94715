import { existsSync, readFileSync } from "node:fs";
import { parseEnv } from "node:util";

/** What a file must not change: which programs run, and what Node and the linker load. */
const LEFT_OUT = /^(?:PATH|NODE_\w+|LD_\w+|DYLD_\w+)$/i;
const DEFAULT = ".env";

/**
 * Fills the environment from `.env` of the current folder, or from the files that were named; what is set already stays, and
 * of several files the first counts. Errors: `NOT_FOUND` for a named file that is not there.
 */
export async function loadEnvFiles(named: readonly string[], env: NodeJS.ProcessEnv = process.env): Promise<void> {
  if (named.length === 0 && !existsSync(DEFAULT)) return;
  for (const file of named.length === 0 ? [DEFAULT] : named) {
    const text = await readText(file);
    for (const [name, value] of Object.entries(parseEnv(text)))
      if (!LEFT_OUT.test(name) && value !== undefined) env[name] ??= value;
  }
}

async function readText(file: string): Promise<string> {
  try {
    return readFileSync(file, "utf8").replace(/^\uFEFF/, "");
  } catch (cause) {
    const { SameseedError } = await import("@sameseed/core");
    const { code, message } = cause as NodeJS.ErrnoException;
    throw new SameseedError(
      "NOT_FOUND",
      code === "ENOENT" ? `There is no file ${file}.` : `${file} cannot be read: ${message}.`,
      {
        hint: "--env-file names a file with lines such as OPENAI_API_KEY=…; without it .env of the current folder is read.",
        cause,
      },
    );
  }
}
