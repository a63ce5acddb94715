/**
 * Names of settings and of parameters in an address whose text is a key. In data, such a name often has
 * another meaning.
 */
const NAME =
  /^(?:token|passw(?:or)?d|secret|(?:[\w-]+[-_])?(?:subscription|functions|auth)[-_]key|(?:[\w-]+[-_])?(?:secret|signature))$/i;
const PARAMETER = /[?&]([^?&=#\s]+)=([^?&=#\s]+)/g;
const LEAST_KEY = 8;

/** Keys in the settings of models and judges, by the names of fields and of parameters in addresses. */
export function settingKeys(value: unknown, name = ""): readonly string[] {
  if (typeof value === "string") {
    const parameters = [...value.matchAll(PARAMETER)].map(([, parameter, text]) => [parameter!, text!] as const);
    return [[name, value] as const, ...parameters].filter((one) => isKey(...one)).map(([, text]) => text);
  }
  if (Array.isArray(value)) return value.flatMap((member) => settingKeys(member, name));
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, member]) => settingKeys(member, key));
}

function isKey(name: string, text: string): boolean {
  return NAME.test(name) && text.length >= LEAST_KEY && /\d/.test(text) && !text.includes("{{");
}
