/** Shorter values are no secrets, and taking them out would tear words apart. */
const SHORTEST_SECRET = 6;

/** Takes secrets out of a text that is going to be shown or stored. */
export function redact(text: string, secrets: readonly (string | undefined)[]): string {
  let clean = text;
  for (const secret of secrets) {
    if (secret === undefined || secret === "") continue;
    if (!URL.canParse(secret)) {
      clean = clean.replaceAll(secret, "[key]");
      continue;
    }
    clean = clean.replaceAll(secret, withoutSecrets(secret));
    for (const part of secretParts(new URL(secret))) clean = clean.replaceAll(part, "[key]");
  }
  return clean.replaceAll(/\b(Bearer|Basic)\s+\S+/gi, "$1 [key]").replaceAll(/\/\/[^/\s@]+@/g, "//");
}

/** What a base URL may hold that is nobody's business: user, password, and the values of its query. */
function secretParts({ username, password, searchParams, search }: URL): string[] {
  const raw = search
    .slice(1)
    .split("&")
    .map((pair) => pair.slice(pair.indexOf("=") + 1));
  const parts = [username, password, ...searchParams.values(), ...raw];
  const decoded = parts.flatMap((part) =>
    /%[0-9a-f]{2}/i.test(part) ? [part, decodeURIComponentSafely(part)] : [part],
  );
  return decoded.filter((part) => part.length >= SHORTEST_SECRET);
}

function decodeURIComponentSafely(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** A base URL without user, password, query and fragment: what may stand in a manifest. */
export function withoutSecrets(url: string): string {
  if (!URL.canParse(url)) return "[invalid URL]";
  const { origin, pathname } = new URL(url);
  return `${origin}${pathname}`;
}
