/** Takes secrets out of a text that is going to be shown or stored. */
export function redact(text: string, secrets: readonly (string | undefined)[]): string {
  let clean = text;
  for (const secret of secrets) {
    if (secret === undefined || secret === "") continue;
    clean = clean.replaceAll(secret, URL.canParse(secret) ? withoutSecrets(secret) : "[key]");
  }
  return clean.replaceAll(/\bBearer\s+\S+/gi, "Bearer [key]").replaceAll(/\/\/[^/\s@]+@/g, "//");
}

/** A base URL without user, password, query and fragment: what may stand in a manifest. */
export function withoutSecrets(url: string): string {
  if (!URL.canParse(url)) return "[invalid URL]";
  const { origin, pathname } = new URL(url);
  return `${origin}${pathname}`;
}
