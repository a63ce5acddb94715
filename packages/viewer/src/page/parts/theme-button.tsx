import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";

type Theme = "auto" | "light" | "dark";
const NEXT: Readonly<Record<Theme, Theme>> = { auto: "dark", dark: "light", light: "auto" };
const SIGNS: Readonly<Record<Theme, string>> = { auto: "◐", dark: "●", light: "○" };
const KEY = "sameseed-theme";

/** Light, dark, or as the system has it. */
export function ThemeButton(): JSX.Element {
  const [theme, setTheme] = useState<Theme>(remembered);
  useEffect(() => {
    document.documentElement.dataset["theme"] = theme;
    try {
      localStorage.setItem(KEY, theme);
    } catch {
      // a page from disk may have no storage: the choice then lasts as long as the page
    }
  }, [theme]);
  return (
    <button
      type="button"
      onClick={() => setTheme(NEXT[theme])}
      aria-label={`Theme: ${theme}`}
      title={`Theme: ${theme}`}
    >
      {SIGNS[theme]}
    </button>
  );
}

function remembered(): Theme {
  try {
    const stored = localStorage.getItem(KEY);
    return stored === "light" || stored === "dark" ? stored : "auto";
  } catch {
    return "auto";
  }
}
