import { SameseedError } from "@sameseed/core";

/** A header's value, or the environment variable that holds it. */
export type HeaderValue = string | { readonly env: string };
export type HeaderValues = Readonly<Record<string, HeaderValue>>;

/** The headers as they are sent; a variable that is not set leaves its header out. */
export function headersOf(values: HeaderValues): Record<string, string> {
  const sent = Object.entries(values).map(([name, value]) => [name, valueOf(value)] as const);
  return Object.fromEntries(sent.filter((entry): entry is [string, string] => entry[1] !== undefined));
}

/** Errors: `MISSING_KEY` for a variable that is not set, `BAD_ARGUMENT` for a value that no header can hold. Neither is ever shown. */
export function checkHeaders(modelId: string, values: HeaderValues): void {
  for (const [name, value] of Object.entries(values)) {
    const text = valueOf(value);
    if (text === undefined && typeof value === "object") {
      throw new SameseedError(
        "MISSING_KEY",
        `${modelId} needs ${value.env} for its header ${name}, and it is not set.`,
        {
          hint: `Set ${value.env}.`,
        },
      );
    }
    // oxlint-disable-next-line no-control-regex -- those are the characters that no header may hold
    if (/[\0-\x08\x0A-\x1F\x7F]|[^\0-\xFF]/.test(text ?? "") || !/^[\w!#$%&'*+.^`|~-]+$/.test(name)) {
      throw new SameseedError("BAD_ARGUMENT", `The header ${JSON.stringify(name)} of ${modelId} cannot be sent.`, {
        hint: "A name has letters, digits and dashes; a value is one line of Latin-1.",
      });
    }
  }
}

function valueOf(value: HeaderValue): string | undefined {
  return typeof value === "string" ? value : process.env[value.env] || undefined;
}
