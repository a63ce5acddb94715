import { partsOf } from "./item-vars.ts";

const TEXT = "(v => typeof v === 'string' ? v : JSON.stringify(v) ?? '')";

/** A template as an expression of JavaScript over `output` and `context.vars`; null where it refers to a value that sameseed does not have. */
export function templateCode(template: string): string | null {
  const parts = partsOf(template).map((part) => {
    switch (part.kind) {
      case "text":
        return JSON.stringify(part.text);
      case "output":
        return "output";
      case "item":
        return `${TEXT}(${accessOf("context.vars", part.path)})`;
      case "json":
        return `${TEXT}(${accessOf("JSON.parse(output)", part.path)})`;
      case "unknown":
        return null;
    }
  });
  if (parts.includes(null)) return null;
  return parts.length === 0 ? '""' : parts.join(" + ");
}

function accessOf(root: string, path: string): string {
  const keys = [...path.matchAll(/[^.[\]]+/g)].map(([key]) => (/^\d+$/.test(key) ? key : JSON.stringify(key)));
  return [root, ...keys.map((key) => `[${key}]`)].join("?.");
}
