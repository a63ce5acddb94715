import { useState } from "preact/hooks";

const KEY = "sameseed.annotator";

/** The annotator's name: asked once, and remembered by the browser if allowed. */
export function useAnnotator(): readonly [string, (name: string) => void] {
  const [name, setName] = useState(stored);
  return [
    name,
    (next) => {
      setName(next);
      try {
        localStorage.setItem(KEY, next);
      } catch {
        // A browser without storage asks again.
      }
    },
  ];
}

function stored(): string {
  try {
    return localStorage.getItem(KEY) ?? "";
  } catch {
    return "";
  }
}
