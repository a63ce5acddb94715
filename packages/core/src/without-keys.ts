/** Keys of services as they look, whoever wrote them into a log. */
const KEYS = new RegExp(
  [
    String.raw`-----BEGIN [A-Z ]*PRIVATE KEY-----[^]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)`,
    String.raw`\bsk-(?:proj-|ant-|or-)?[\w-]{20,}`, // OpenAI, Anthropic, OpenRouter
    String.raw`\b[rs]k_(?:live|test)_\w{16,}`, // Stripe
    String.raw`\bA(?:KI|SI)A[0-9A-Z]{16}\b`, // AWS
    String.raw`\bAIza[\w-]{35}\b`, // Google
    String.raw`\bya29\.[\w-]{20,}`,
    String.raw`\b(?:gh[opsu]|github_pat|glpat|npm)[_-][\w-]{20,}`,
    String.raw`\b(?:hf_|r8_)[A-Za-z0-9]{20,}`,
    String.raw`\b(?:gsk|xai|pplx|nvapi|pk-lf|sk-lf|lsv2_pt|lsv2_sk)[_-][\w-]{20,}`,
    String.raw`\bSG\.[\w-]{16,}\.[\w-]{16,}`, // SendGrid
    String.raw`\bxox[abpsr]-[\w-]{10,}`,
    String.raw`\beyJ[\w-]{15,}\.eyJ[\w-]{15,}\.[\w-]{10,}`, // a signed token
    String.raw`(?<=\b(?:Bearer|Basic)\s)(?=[A-Za-z_.~+/-]*[\d=])[\w.~+/=-]{16,}`, // words have no digit
    String.raw`(?<=:\/\/[^\s:@/]{1,100}:)[^\s:@/]+(?=@)`, // the password of an address
  ].join("|"),
  "g",
);
/** Keys by what stands before them, in an address or in JSON inside a text. */
const NAMED = new RegExp(
  [
    String.raw`(?<=[?&](?:api[-_]?key|key|token|access_token|sig|signature)=)[^&\s"'<>]{8,}`,
    String.raw`(?<=\b(?:api[-_]?key|access[-_]?token|client[-_]?secret|password)\\?["']?\s{0,4}[:=]\s{0,4}\\?["'])[^"'\s\\]{8,}`,
    String.raw`(?<=\bauthorization\\?["']?\s{0,4}[:=]\s{0,4}\\?["']?(?:Bearer|Basic)\s)[\w.~+/=-]{16,}`,
  ].join("|"),
  "gi",
);
/** Names of fields whose text is a key whatever it looks like. */
const KEY_NAMES =
  /^(?:[\w-]*(?:api[-_]?key|access[-_]?key|private[-_]?key|access[-_]?token|auth[-_]?token|refresh[-_]?token|session[-_]?token|client[-_]?secret|secret[-_]?key|password|passwd)|authorization|secret|cookie|set-cookie)$/i;
const LEAST_KEY = 6;

export interface WithoutKeys<T> {
  readonly value: T;
  /** How many were taken out. */
  readonly count: number;
}

/** The same JSON with keys replaced by `[key]`: in texts, in names of fields, and in fields that are named as keys are. */
export function withoutKeys<T>(data: T, onKey: (key: string) => void = () => {}): WithoutKeys<T> {
  let count = 0;
  const taken = (key: string): string => {
    count++;
    onKey(key);
    return "[key]";
  };
  const without = (text: string): string =>
    text.replaceAll(KEYS, (key) => taken(key)).replaceAll(NAMED, (key) => taken(key));
  const clean = (value: unknown, isKey = false): unknown => {
    if (typeof value === "string") {
      if (isKey && value.length >= LEAST_KEY && !/^\{\{.*\}\}$/.test(value)) return taken(value);
      return without(value);
    }
    if (Array.isArray(value)) return value.map((entry) => clean(entry, isKey));
    if (typeof value !== "object" || value === null) return value;
    const members = Object.entries(value).map(([key, member]) => [without(key), clean(member, KEY_NAMES.test(key))]);
    return Object.fromEntries(members) as unknown;
  };
  return { value: clean(data) as T, count };
}

/** Says how many keys were taken out of something; undefined where none was. */
export function keysNote(count: number, place: string): string | undefined {
  if (count === 0) return undefined;
  return `${count} ${count === 1 ? "text" : "texts"} in ${place} looked like ${count === 1 ? "an API key" : "API keys"} and became [key].`;
}
