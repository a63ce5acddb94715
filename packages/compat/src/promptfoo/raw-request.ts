import type { Fields } from "./reading.ts";

/** Told by the connection. */
const OWN = new Set(["host", "content-length", "connection", "accept-encoding"]);

/** A raw HTTP request in its parts; undefined for text that is not a request. */
export function rawRequest(text: string, isSecure: boolean): Fields | undefined {
  const [head = "", ...rest] = text
    .replaceAll("\r\n", "\n")
    .trim()
    .split(/\n[ \t]*\n/);
  const [first = "", ...lines] = head.split("\n");
  const [, method, target] = /^([A-Z]+) (.+) HTTP\/[\d.]+$/.exec(first.trim()) ?? [];
  const headers = lines.map(
    (line) => [line.slice(0, line.indexOf(":")).trim(), line.slice(line.indexOf(":") + 1).trim()] as const,
  );
  const host = headers.find(([name]) => name.toLowerCase() === "host")?.[1];
  if (method === undefined || target === undefined || host === undefined) return undefined;
  const body = rest.join("\n\n").trim();
  return {
    method,
    url: target.includes("://") ? target : `${isSecure ? "https" : "http"}://${host}${target}`,
    headers: Object.fromEntries(headers.filter(([name]) => !OWN.has(name.toLowerCase()))),
    ...(body !== "" && { body }),
  };
}
