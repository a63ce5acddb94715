import { SameseedError } from "@sameseed/core";
import { withoutSecrets } from "../transport/redact.ts";
import { socketFault } from "../transport/socket-fault.ts";

/** Maximum bytes of a dataset from a URL, which is kept in memory. */
const MOST_BYTES = 1 << 30;
const MOST_REDIRECTIONS = 10;
/** A server without data for this time has stopped. */
const QUIET_MS = 60_000;

/**
 * Downloads from an http(s) address. User and password of the address are sent as a header, and only to its
 * origin: another host often serves the files and needs no key. Errors: `NOT_FOUND`, without user, password
 * and query of the address.
 */
export async function download(address: string, quietMs = QUIET_MS): Promise<Uint8Array> {
  const shown = withoutSecrets(address);
  const watch = quietWatch(quietMs);
  try {
    return await bytesOf(await followed(address, { shown, watch }), { shown, watch });
  } finally {
    watch.end();
  }
}

/** Aborts a request when no data has arrived for a while. */
interface QuietWatch {
  readonly signal: AbortSignal;
  /** Something came. */
  readonly heard: () => void;
  readonly end: () => void;
}

function quietWatch(quietMs: number): QuietWatch {
  const controller = new AbortController();
  const giveUp = (): void => controller.abort(new Error(`nothing came for ${quietMs / 1000} s`));
  let timer = setTimeout(giveUp, quietMs);
  return {
    signal: controller.signal,
    heard() {
      clearTimeout(timer);
      timer = setTimeout(giveUp, quietMs);
    },
    end: () => clearTimeout(timer),
  };
}

interface Downloading {
  readonly shown: string;
  readonly watch: QuietWatch;
}

async function bytesOf(response: Response, { shown, watch }: Downloading): Promise<Uint8Array> {
  if (!response.ok)
    throw new SameseedError("NOT_FOUND", `${shown} answered ${response.status}.`, { hint: "Check the address." });
  const pieces: Uint8Array[] = [];
  let bytes = 0;
  try {
    for await (const piece of response.body ?? []) {
      watch.heard();
      bytes += piece.length;
      if (bytes > MOST_BYTES) break;
      pieces.push(piece);
    }
  } catch (cause) {
    throw unreadable(shown, cause);
  }
  if (bytes <= MOST_BYTES) return Buffer.concat(pieces);
  throw new SameseedError("BAD_DATASET", `${shown} is larger than ${MOST_BYTES >> 30} GB.`, {
    hint: "Download it, and name the file.",
  });
}

async function followed(address: string, { shown, watch }: Downloading): Promise<Response> {
  const { authorization, url: first } = taken(address);
  let url = first;
  for (let count = 0; count <= MOST_REDIRECTIONS; count++) {
    let response: Response;
    try {
      const headers = url.origin === first.origin ? authorization : {};
      response = await fetch(url, { headers, redirect: "manual", signal: watch.signal });
      watch.heard();
    } catch (cause) {
      throw unreadable(shown, cause);
    }
    const location = response.status >= 300 && response.status < 400 ? response.headers.get("location") : null;
    if (location === null) return response;
    await response.body?.cancel();
    url = taken(redirection(location, { from: url, shown })).url;
    if (first.protocol === "https:" && url.protocol !== "https:")
      throw new SameseedError("NOT_FOUND", `${shown} sends to an address without TLS, ${withoutSecrets(url.href)}.`, {
        hint: "Write that address itself if you trust it.",
      });
  }
  throw new SameseedError("NOT_FOUND", `${shown} sends from one address to the next.`, { hint: "Check the address." });
}

/** The target of a redirection. Errors: `NOT_FOUND` for a target that is not an http(s) address. */
function redirection(location: string, { from, shown }: { readonly from: URL; readonly shown: string }): string {
  const to = URL.canParse(location, from.href) ? new URL(location, from) : null;
  if (to?.protocol === "http:" || to?.protocol === "https:") return to.href;
  throw new SameseedError("NOT_FOUND", `${shown} sends to an address that is not http(s).`, {
    hint: "Check the address.",
  });
}

/** An address with its user and password as a header: `fetch` refuses them in an address. */
function taken(address: string): { readonly url: URL; readonly authorization: Readonly<Record<string, string>> } {
  const url = new URL(address);
  const { username, password } = url;
  url.username = "";
  url.password = "";
  if (username === "" && password === "") return { url, authorization: {} };
  const pair = `${decoded(username)}:${decoded(password)}`;
  return { url, authorization: { authorization: `Basic ${Buffer.from(pair).toString("base64")}` } };
}

/** A name without its `%41`; one with a lone `%` unchanged. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function unreadable(shown: string, cause: unknown): SameseedError {
  const error = cause as Error;
  const reason = socketFault(error)?.text ?? (error.cause as Error | undefined)?.message ?? error.message;
  return new SameseedError("NOT_FOUND", `${shown} cannot be read: ${reason}.`, {
    hint: "Check the address and the network.",
  });
}
