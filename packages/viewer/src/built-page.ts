import { readFileSync } from "node:fs";

/** The page as `pnpm --filter @sameseed/viewer build:page` built it; it is part of the package. */
export function builtPage(): string {
  return readFileSync(new URL("../page/page.html", import.meta.url), "utf8");
}
