import module, { createRequire } from "node:module";

/** The file of undici that loads `node:http2`. */
export const HTTP2_FILE = "undici/lib/dispatcher/client-h2.js";

type Http2 = (...args: readonly unknown[]) => unknown;

/**
 * Lets undici load its HTTP/2 part when something uses it. No request of ours does, but undici's client loads it
 * at once, and with it `node:http2`, TLS and a thread that reads all root certificates. Does nothing where the
 * part is already loaded, or where a version of undici keeps it in another file.
 */
export function loadHttp2Late(): void {
  const require = createRequire(import.meta.url);
  const file = fileOf(require);
  if (file === undefined || require.cache[file] !== undefined) return;
  const late = new module.Module(file);
  late.filename = file;
  late.loaded = true;
  late.exports = ((...args) => {
    if (require.cache[file] === late) delete require.cache[file];
    return (require(file) as Http2)(...args);
  }) satisfies Http2;
  require.cache[file] = late;
}

function fileOf(require: NodeJS.Require): string | undefined {
  try {
    return require.resolve(HTTP2_FILE);
  } catch {
    return undefined;
  }
}
