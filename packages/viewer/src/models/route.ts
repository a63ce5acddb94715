export const VIEWS = [
  "runs",
  "changes",
  "board",
  "compare",
  "slices",
  "classes",
  "cases",
  "trial",
  "determinism",
  "backend",
  "fairness",
  "judge",
  "review",
] as const;
export type View = (typeof VIEWS)[number];

/** Where the reader is: the part of the address after `#`. */
export interface Route {
  readonly view: View;
  readonly params: Readonly<Record<string, string>>;
}

/** Reads `#/compare?a=…&b=…`. An unknown address is the board. */
export function parseRoute(hash: string): Route {
  const [path = "", query = ""] = hash.replace(/^#\/?/, "").split(/\?(.*)/s);
  const view = VIEWS.find((known) => known === path) ?? "board";
  return { view, params: Object.fromEntries(new URLSearchParams(query)) };
}

/** The inverse of `parseRoute`; parameters that are empty or undefined are left out. */
export function routeHash(view: View, params: Readonly<Record<string, string | undefined>> = {}): string {
  const known = Object.entries(params).filter(
    (entry): entry is [string, string] => entry[1] !== undefined && entry[1] !== "",
  );
  const query = new URLSearchParams(known).toString();
  return `#/${view}${query === "" ? "" : `?${query}`}`;
}
