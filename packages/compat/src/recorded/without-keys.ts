/** Keys of services as they look, whoever wrote them into a log. */
const KEYS = new RegExp(
  [
    String.raw`\bsk-(?:proj-|ant-|or-)?[\w-]{20,}`, // OpenAI, Anthropic, OpenRouter
    String.raw`\bAKIA[0-9A-Z]{16}\b`, // AWS
    String.raw`\bAIza[\w-]{35}\b`, // Google
    String.raw`\b(?:ghp|gho|ghs|github_pat)_\w{20,}`,
    String.raw`\bhf_[A-Za-z0-9]{20,}`,
    String.raw`\b(?:gsk|xai|pk-lf|sk-lf|lsv2_pt|lsv2_sk)[_-][\w-]{20,}`,
    String.raw`\bxox[abpsr]-[\w-]{10,}`,
    String.raw`\beyJ[\w-]{15,}\.eyJ[\w-]{15,}\.[\w-]{10,}`, // a signed token
    String.raw`(?<=\b(?:Bearer|Basic)\s)[\w.~+/=-]{16,}`,
  ].join("|"),
  "g",
);
/** Names of fields whose text is a key whatever it looks like. */
const KEY_NAMES =
  /^(?:api[-_]?key|authorization|x-api-key|access[-_]?token|secret|client[-_]?secret|password|cookie)$/i;

export interface WithoutKeys<T> {
  readonly value: T;
  /** How many were taken out. */
  readonly count: number;
}

/** The same data with keys replaced by `[key]`, in texts and in fields that are named as keys are. */
export function withoutKeys<T>(data: T): WithoutKeys<T> {
  let count = 0;
  const clean = (value: unknown, name = ""): unknown => {
    if (typeof value === "string") {
      if (KEY_NAMES.test(name) && value.length >= 6 && !/^\{\{.*\}\}$/.test(value)) {
        count++;
        return "[key]";
      }
      return value.replaceAll(KEYS, () => {
        count++;
        return "[key]";
      });
    }
    if (Array.isArray(value)) return value.map((entry) => clean(entry));
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, clean(member, key)]));
  };
  return { value: clean(data) as T, count };
}
