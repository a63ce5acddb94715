import fc from "fast-check";
import { expect, test } from "vitest";
import { secretForms, withoutSecretForms } from "./secret-forms.ts";

const KEY = "sk-canaryCANARY0123456789abcdef";
const clean = (text: string, key = KEY): string => withoutSecretForms(text, secretForms([key]));

test.each<[string, string]>([
  ["Bearer <key> in base64", btoa(`Bearer ${KEY}`)],
  ["user:<key> in base64", btoa(`user:${KEY}`)],
  ["<key>\\n in base64", btoa(`${KEY}\n`)],
  ["JSON around it in base64", btoa(JSON.stringify({ authorization: `Bearer ${KEY}`, more: true }))],
  ["hex", Buffer.from(`Bearer ${KEY}`).toString("hex")],
  ["hex in capitals", Buffer.from(KEY).toString("hex").toUpperCase()],
  ["percent signs", [...Buffer.from(KEY)].map((byte) => `%${byte.toString(16)}`).join("")],
  ["base64 of base64", btoa(btoa(KEY))],
  ["base64 of JSON with base64", btoa(JSON.stringify({ auth: btoa(KEY) }))],
  ["numbers of HTML", [...KEY].map((character) => `&#${character.charCodeAt(0)};`).join("")],
  ["hex numbers of HTML", [...KEY].map((character) => `&#x${character.charCodeAt(0).toString(16)};`).join("")],
  ["escapes of JSON", [...KEY].map((character) => `\\u00${character.charCodeAt(0).toString(16)}`).join("")],
  [
    "escapes in capitals",
    [...KEY].map((character) => `\\u00${character.charCodeAt(0).toString(16).toUpperCase()}`).join(""),
  ],
  ["escapes of bytes", [...KEY].map((character) => `\\x${character.charCodeAt(0).toString(16)}`).join("")],
  ["a URL within a URL", encodeURIComponent(encodeURIComponent(KEY))],
])("removes a key from %s", (_, told) => {
  const cleaned = clean(`seen: ${told}.`);
  expect(cleaned).toContain("[key]");
  const left = cleaned.replaceAll("[key]", "").replace("seen: ", "");
  for (const encoding of ["base64", "hex", "utf8"] as const)
    expect(Buffer.from(left, encoding).toString()).not.toMatch(/canary|456789/i);
});

test("text around a key in base64 hides at most one character of it at each end", () => {
  fc.assert(
    fc.property(
      fc.string({ minLength: 12, maxLength: 60, unit: "grapheme-ascii" }),
      fc.string({ maxLength: 20 }),
      fc.string({ maxLength: 20 }),
      fc.constantFrom("base64" as const, "base64url" as const),
      (key, before, after, encoding) => {
        const told = Buffer.from(before + key + after).toString(encoding);
        const cleaned = clean(told, key);
        expect(cleaned).toContain("[key]");
      },
    ),
  );
});

test("leaves a text without the key unchanged", () => {
  expect(clean("nothing of it: c2stY2Fu")).toBe("nothing of it: c2stY2Fu");
});
