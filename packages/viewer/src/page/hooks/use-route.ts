import { useEffect, useState } from "preact/hooks";
import { parseRoute, type Route, routeHash, type View } from "../../models/route.ts";

/** The current address. */
export function useRoute(): Route {
  const [route, setRoute] = useState(() => parseRoute(location.hash));
  useEffect(() => {
    const read = (): void => setRoute(parseRoute(location.hash));
    addEventListener("hashchange", read);
    return () => removeEventListener("hashchange", read);
  }, []);
  return route;
}

/** Parameters that are kept from view to view: the run, and the display of answers. */
function lasting(): Readonly<Record<string, string | undefined>> {
  const { run, text } = parseRoute(location.hash).params;
  return { run, text };
}

/** Opens a view; Back returns to the present one. */
export function go(view: View, params: Readonly<Record<string, string | undefined>> = {}): void {
  location.hash = routeHash(view, { ...lasting(), ...params });
}

type Params = Readonly<Record<string, string | undefined>>;

/** The address of a view of the same run. */
export function linkTo(view: View, params: Params = {}): string {
  return linksTo(view)(params);
}

/** Makes many addresses of a view: the present one is read once. */
export function linksTo(view: View): (params: Params) => string {
  const kept = lasting();
  return (params) => routeHash(view, { ...kept, ...params });
}

/** Changes parameters of the present view without a step in the history. */
export function amend(params: Readonly<Record<string, string | undefined>>): void {
  const now = parseRoute(location.hash);
  history.replaceState(null, "", routeHash(now.view, { ...now.params, ...params }));
  dispatchEvent(new HashChangeEvent("hashchange"));
}
