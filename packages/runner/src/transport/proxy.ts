import { ModelError } from "@sameseed/core";

/** Hosts that are this machine: a proxy would look for them on its own. Go's and Python's clients leave them out as well. */
const LOOPBACK = /^(?:localhost|.*\.localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Whether the environment may name a proxy for the URL (`HTTPS_PROXY`, `HTTP_PROXY`, in either case). `NO_PROXY` is left to
 * undici, which reads it with each request.
 */
export function namesProxy({ protocol, hostname }: URL, environment: Environment = process.env): boolean {
  if (LOOPBACK.test(hostname)) return false;
  return named("HTTP_PROXY", environment) !== "" || (protocol === "https:" && named("HTTPS_PROXY", environment) !== "");
}

/**
 * The proxy of a variable; undefined where none is named. As with curl, one without a scheme is http. Errors: `ModelError`
 * `unreachable`, which does not show the value: it may hold a password.
 */
export function proxyUrl(
  name: "HTTP_PROXY" | "HTTPS_PROXY",
  environment: Environment = process.env,
): string | undefined {
  const value = named(name, environment);
  if (value === "") return undefined;
  const url = value.includes("://") ? value : `http://${value}`;
  if (URL.canParse(url)) return url;
  throw new ModelError("unreachable", `${name} does not name a proxy: write it like http://proxy.example:3128.`);
}

function named(name: string, environment: Environment): string {
  return environment[name.toLowerCase()] || environment[name] || "";
}
