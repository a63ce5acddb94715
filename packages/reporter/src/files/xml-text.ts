/**
 * Characters that XML 1.0 cannot contain: control characters except tab, line feed and carriage return, lone
 * surrogates, two non-characters; and marks that reorder text.
 */
const NOT_IN_XML =
  // oxlint-disable-next-line no-control-regex -- matches control characters on purpose
  /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069\uFFFE\uFFFF]|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g;

/** Text without the characters that XML 1.0 cannot contain; markup is not yet escaped. */
export function xmlText(text: string): string {
  return text.replaceAll(NOT_IN_XML, "");
}
