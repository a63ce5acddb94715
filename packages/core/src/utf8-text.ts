import { type ErrorCode, SameseedError } from "./error.ts";

/** The remedy for a file in another encoding. */
export const UTF8_HINT = "Save the file as UTF-8. In PowerShell 5, `>` writes UTF-16: use Set-Content -Encoding utf8.";

/**
 * The text of a file, without its byte order mark. A file in another encoding would be sent and scored with other characters
 * than the user sees. Errors: one with the given code for bytes that are not UTF-8, with the line, and for UTF-16.
 */
export function utf8Text(bytes: Uint8Array, file: string, code: ErrorCode = "BAD_BENCHMARK"): string {
  if (isUtf16(bytes)) throw new SameseedError(code, `${file} is UTF-16, not UTF-8.`, { hint: UTF8_HINT });
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (cause) {
    const before = new TextDecoder().decode(bytes).split("\uFFFD", 1)[0]!;
    const line = before.split("\n").length;
    throw new SameseedError(code, `${file}, line ${line}: the text is not UTF-8.`, { hint: UTF8_HINT, cause });
  }
}

/** By its mark, or by the zero in each of its first characters where they are in ASCII. */
function isUtf16(bytes: Uint8Array): boolean {
  const [first, second] = bytes;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) return true;
  return bytes.length >= 2 && (first === 0) !== (second === 0);
}
