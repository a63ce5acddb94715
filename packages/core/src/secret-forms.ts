/** Fewer characters of base64 or hex may be a part of any word. */
const SHORTEST_CODED = 8;

/**
 * The forms in which a service may return a secret: unchanged, in a URL (once, twice, every byte), in JSON,
 * in JSON within JSON, in HTML (also with a number for every character), with an escape for every character,
 * in hex, and in base64 (once, twice) at any position of a longer text (`Bearer <key>`, `user:<key>`). Does not
 * find base64 with line breaks. The longest first, since one may be part of another.
 */
export function secretForms(secrets: readonly string[]): readonly string[] {
  const forms = secrets.flatMap((secret) => [
    secret,
    encodeURIComponent(secret.toWellFormed()),
    encodeURIComponent(encodeURIComponent(secret.toWellFormed())),
    escaped(secret),
    escaped(escaped(secret)),
    inHtml(secret),
    ...numbered(secret),
    ...coded(new TextEncoder().encode(secret)),
  ]);
  return [...new Set(forms)].toSorted((left, right) => right.length - left.length);
}

/** The text with `[key]` instead of each form. */
export function withoutSecretForms(text: string, forms: readonly string[]): string {
  return forms.reduce((clean, form) => clean.replaceAll(form, "[key]"), text);
}

function escaped(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

function inHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => ENTITIES[character]!);
}

/** With a number for every UTF-16 unit: `&#115;`, `&#x73;`, `\\u0073`, `\\x73`. */
function numbered(text: string): string[] {
  const units = Array.from({ length: text.length }, (_, place) => text.charCodeAt(place));
  const hex = units.map((unit) => unit.toString(16));
  const lower = [
    hex.map((unit) => `&#x${unit};`).join(""),
    hex.map((unit) => `\\u${unit.padStart(4, "0")}`).join(""),
    hex.map((unit) => `\\x${unit.padStart(2, "0")}`).join(""),
  ];
  const upper = lower.map((form) =>
    form.replaceAll(/[a-f\d]+;|(?<=\\[ux])[a-f\d]+/g, (digits) => digits.toUpperCase()),
  );
  return [units.map((unit) => `&#${unit};`).join(""), ...lower, ...upper];
}

function coded(bytes: Uint8Array): string[] {
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0"));
  const whole = base64(bytes);
  const parts = [0, 1, 2].map((before) => base64Part(bytes, before));
  const twice = [0, 1, 2].map((before) => base64Part(new TextEncoder().encode(whole.replace(/=+$/, "")), before));
  const inBase64 = [whole, whole.replace(/=+$/, ""), ...parts, ...twice];
  return [
    ...[hex.join(""), hex.join(" "), hex.map((pair) => `%${pair}`).join("")].flatMap((form) => [
      form,
      form.toUpperCase(),
    ]),
    ...inBase64,
    ...inBase64.map((form) => form.replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "")),
  ].filter(({ length }) => length >= SHORTEST_CODED);
}

/**
 * The base64 characters that depend on these bytes alone, after `before` (modulo 3) other bytes. Characters
 * that contain bits of the neighbours are left out. Empty if no characters remain.
 */
function base64Part(bytes: Uint8Array, before: number): string {
  const padded = new Uint8Array(before + bytes.length);
  padded.set(bytes, before);
  const first = Math.ceil((before * 8) / 6);
  const whole = Math.floor((padded.length * 8) / 6);
  return base64(padded).slice(first, whole);
}

function base64(bytes: Uint8Array): string {
  let binary = "";
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary);
}
