import manifest from "../../package.json" with { type: "json" };

/** The version of sameseed, which all its packages share. It is built in. */
export function version(): string {
  return manifest.version;
}
