/** Hosts that are this machine: a proxy would look for them on its own. Go's and Python's clients leave them out as well. */
const LOOPBACK = /^(?:localhost|.*\.localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Whether the environment may name a proxy for the URL (`HTTPS_PROXY`, `HTTP_PROXY`, in either case). `NO_PROXY` is left to
 * undici, which reads it with each request.
 */
export function namesProxy({ protocol, hostname }: URL, environment: Environment = process.env): boolean {
  if (LOOPBACK.test(hostname)) return false;
  const named = (name: string): string => environment[name.toLowerCase()] || environment[name] || "";
  return named("HTTP_PROXY") !== "" || (protocol === "https:" && named("HTTPS_PROXY") !== "");
}
