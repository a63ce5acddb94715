import { styleText } from "node:util";

export type Style = (format: "bold" | "dim" | "green" | "red" | "yellow", text: string) => string;

/** Styles text where colour is wanted, whatever the stream: who calls knows it. */
export function styleFor(color: boolean): Style {
  return color ? (format, text) => styleText(format, text, { validateStream: false }) : (_format, text) => text;
}
