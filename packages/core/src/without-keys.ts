/** API keys by their form, from any source: a part that each of them contains, and the key. */
const KEYS = [
  ["-----BEGIN", String.raw`-----BEGIN [A-Z ]*PRIVATE KEY-----[^]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)`],
  ["sk-", String.raw`\bsk-(?:proj-|ant-|or-)?[\w-]{20,}`], // OpenAI, Anthropic, OpenRouter
  ["k_live_|k_test_", String.raw`\b[rs]k_(?:live|test)_\w{16,}`], // Stripe
  ["AKIA|ASIA", String.raw`\bA(?:KI|SI)A[0-9A-Z]{16}\b`], // AWS
  ["AIza", String.raw`\bAIza[\w-]{35}\b`], // Google
  [String.raw`ya29\.`, String.raw`\bya29\.[\w-]{20,}`],
  ["gh[opsu][_-]|github_pat|glpat|npm[_-]", String.raw`\b(?:gh[opsu]|github_pat|glpat|npm)[_-][\w-]{20,}`],
  ["hf_|r8_", String.raw`\b(?:hf_|r8_)[A-Za-z0-9]{20,}`],
  [
    "gsk[_-]|xai[_-]|pplx[_-]|nvapi[_-]|pk-lf|sk-lf|lsv2_",
    String.raw`\b(?:gsk|xai|pplx|nvapi|pk-lf|sk-lf|lsv2_pt|lsv2_sk)[_-][\w-]{20,}`,
  ],
  [String.raw`SG\.`, String.raw`\bSG\.[\w-]{16,}\.[\w-]{16,}`], // SendGrid
  ["xox[abpsr]-", String.raw`\bxox[abpsr]-[\w-]{10,}`],
  ["eyJ", String.raw`\beyJ[\w-]{15,}\.eyJ[\w-]{15,}\.[\w-]{10,}`], // a signed token
  [
    "Bearer|Basic", // words have no digit
    String.raw`(?<=\b(?:Bearer|Basic)\s)(?=[A-Za-z_.~+/-]*[\d=])[\w.~+/=-]{16,}`,
  ],
  ["://", String.raw`(?<=:\/\/[^\s:@/]{1,100}:)[^\s:@/]+(?=@)`], // the password of an address
] as const;
/** Finds keys by the text before them, in an address or in JSON inside a text. */
const NAMED = [
  [
    "(?:key|token|sig|signature)=",
    String.raw`(?<=[?&](?:api[-_]?key|key|token|access_token|sig|signature)=)[^&\s"'<>]{8,}`,
  ],
  [
    String.raw`(?:key|token|secret|password)\\?["']?\s{0,4}[:=]`,
    String.raw`(?<=\b(?:api[-_]?key|access[-_]?token|client[-_]?secret|password)\\?["']?\s{0,4}[:=]\s{0,4}\\?["'])[^"'\s\\]{8,}`,
  ],
  [
    "authorization",
    String.raw`(?<=\bauthorization\\?["']?\s{0,4}[:=]\s{0,4}\\?["']?(?:Bearer|Basic)\s)[\w.~+/=-]{16,}`,
  ],
] as const;

/** A search for keys with the quick test before it: few texts have the sign of a key, and looking for one takes a tenth. */
function searchFor(
  keys: readonly (readonly [sign: string, key: string])[],
  flags: string,
): { readonly sign: RegExp; readonly key: RegExp } {
  return {
    sign: new RegExp(keys.map(([sign]) => sign).join("|"), flags),
    key: new RegExp(keys.map(([, key]) => key).join("|"), `g${flags}`),
  };
}

const SEARCHES = [searchFor(KEYS, ""), searchFor(NAMED, "i")];
/** Names of fields with keys as text, in any form. */
const KEY_NAMES =
  /^(?:[\w-]*(?:api[-_]?key|access[-_]?key|private[-_]?key|access[-_]?token|auth[-_]?token|refresh[-_]?token|session[-_]?token|client[-_]?secret|secret[-_]?key|password|passwd)|authorization|secret|cookie|set-cookie)$/i;
const LEAST_KEY = 6;
/** Field names that are neither keys nor names of keys, cached because the records of a file share them. */
const plainNames = new Set<string>();
const [MOST_PLAIN_NAMES, LONGEST_PLAIN_NAME] = [1000, 100];

export interface WithoutKeys<T> {
  readonly value: T;
  /** Number of removed keys. */
  readonly count: number;
}

/** Whether a value needs the whole search. Most do not, and a copy of each would cost more than this look. */
function mayHaveKeys(value: unknown): boolean {
  if (typeof value === "string") return hasSign(value);
  if (typeof value !== "object" || value === null) return false;
  if (Array.isArray(value)) return value.some(mayHaveKeys);
  return Object.entries(value).some(([name, member]) => !isPlainName(name) || mayHaveKeys(member));
}

function hasSign(text: string): boolean {
  return SEARCHES.some(({ sign }) => sign.test(text));
}

function isPlainName(name: string): boolean {
  if (plainNames.has(name)) return true;
  if (KEY_NAMES.test(name) || hasSign(name)) return false;
  if (plainNames.size < MOST_PLAIN_NAMES && name.length <= LONGEST_PLAIN_NAME) plainNames.add(name);
  return true;
}

/** The same JSON with keys replaced by `[key]`: in texts, in names of fields, and in fields that are named as keys are. */
export function withoutKeys<T>(data: T, onKey: (key: string) => void = () => {}): WithoutKeys<T> {
  if (!mayHaveKeys(data)) return { value: data, count: 0 };
  let count = 0;
  const taken = (key: string): string => {
    count++;
    onKey(key);
    return "[key]";
  };
  const without = (text: string): string =>
    SEARCHES.reduce(
      (rest, { sign, key }) => (sign.test(rest) ? rest.replaceAll(key, (found) => taken(found)) : rest),
      text,
    );
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

/** The number of removed keys in a sentence; undefined without any. */
export function keysNote(count: number, place: string): string | undefined {
  if (count === 0) return undefined;
  return `${count} ${count === 1 ? "text" : "texts"} in ${place} looked like ${count === 1 ? "an API key" : "API keys"} and became [key].`;
}
