import { styleText } from "node:util";

export type Style = (format: "bold" | "dim" | "green" | "red" | "yellow", text: string) => string;

/** Styles text if `color` is set, for any stream: the caller decides. */
export function styleFor(color: boolean): Style {
  return color ? (format, text) => styleText(format, text, { validateStream: false }) : (_format, text) => text;
}
