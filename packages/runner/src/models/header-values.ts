import { SameseedError } from "@sameseed/core";
import { environmentNames, missingNames, withEnvironment } from "./environment-text.ts";

/** A header's value, which may name environment variables as `{{env.NAME}}`, or the variable with all of it. */
export type HeaderValue = string | { readonly env: string };
export type HeaderValues = Readonly<Record<string, HeaderValue>>;

/** Values below this length are not secrets. */
const SHORTEST_SECRET = 8;

/** The headers to send; a variable that is not set leaves its header out. */
export function headersOf(values: HeaderValues): Record<string, string> {
  const sent = Object.entries(values).map(([name, value]) => [name, valueOf(value)] as const);
  return Object.fromEntries(sent.filter((entry): entry is [string, string] => entry[1] !== undefined));
}

/** Errors: `MISSING_KEY` for a variable that is not set, `BAD_ARGUMENT` for a value that no header can hold. Neither is ever shown. */
export function checkHeaders(modelId: string, values: HeaderValues): void {
  for (const [name, value] of Object.entries(values)) {
    const text = valueOf(value);
    if (text === undefined) {
      const needed = typeof value === "object" ? value.env : missingNames(value).join(", ");
      throw new SameseedError("MISSING_KEY", `${modelId} needs ${needed} for its header ${name}, and it is not set.`, {
        hint: `Set ${needed}.`,
      });
    }
    // oxlint-disable-next-line no-control-regex -- those are the characters that no header may hold
    if (/[\0-\x08\x0A-\x1F\x7F]|[^\0-\xFF]/.test(text) || !/^[\w!#$%&'*+.^`|~-]+$/.test(name)) {
      const why = /[\r\n]/.test(text) ? ": its value has a line break" : "";
      throw new SameseedError(
        "BAD_ARGUMENT",
        `The header ${JSON.stringify(name)} of ${modelId} cannot be sent${why}.`,
        {
          hint: "A name has letters, digits and dashes; a value is one line of Latin-1.",
        },
      );
    }
  }
}

/** The secrets that no message may show: the values, and the values of the environment variables in them. */
export function headerSecrets(values: HeaderValues): string[] {
  const texts = Object.values(values).filter((value) => typeof value === "string");
  const sent = Object.values(headersOf(values)).filter((value) => value.length >= SHORTEST_SECRET);
  return [...sent, ...environmentNames(texts).flatMap((name) => process.env[name] || [])];
}

function valueOf(value: HeaderValue): string | undefined {
  return typeof value === "string" ? withEnvironment(value) : process.env[value.env] || undefined;
}
