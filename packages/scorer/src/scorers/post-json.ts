import { secretForms, withoutSecretForms } from "@sameseed/core";

/** Maximum bytes of a service's answer: a score or a few labels have a few hundred. */
const MOST_BYTES = 1 << 20;
/** Of an answer that an error shows. */
const SHOWN_LENGTH = 200;

export interface PostOptions {
  readonly timeoutMs: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Removed from the service's messages: keys in headers. Those of the URL are always removed. */
  readonly secrets?: readonly string[];
  /** How errors call the other side. */
  readonly what: string;
}

/**
 * Sends JSON to a service that helps to score, and gives the text of its answer without secrets. A redirection is not
 * followed: the answers and variables in the request go nowhere but where the benchmark sends them. Errors: `Error` where no
 * answer comes, not in time, with a status other than 2xx, or with more than 1 MB.
 */
export async function postJson(url: string, body: object, options: PostOptions): Promise<string> {
  const { timeoutMs, headers = {}, what } = options;
  const clean = cleaner(url, options.secrets ?? []);
  const address = new URL(url);
  const authorization = authorizationOf(address);
  let response: Response;
  let text: string;
  try {
    response = await fetch(address, {
      method: "POST",
      headers: { "content-type": "application/json", ...authorization, ...headers },
      body: JSON.stringify(body),
      redirect: "manual",
      signal: AbortSignal.timeout(timeoutMs),
    });
    text = clean(await textOf(response));
  } catch (cause) {
    const { name, message, cause: inner } = cause as Error;
    const why =
      name === "TimeoutError" ? `no answer in ${timeoutMs} ms` : ((inner as Error | undefined)?.message ?? message);
    throw new Error(`the ${what}: ${clean(why)}`, { cause });
  }
  const { status } = response;
  if (status >= 300 && status < 400)
    throw new Error(
      `the ${what} answered ${status} and sends elsewhere, to ${clean(response.headers.get("location") ?? "nowhere")}: redirections are not followed, so write that address in the benchmark`,
    );
  if (!response.ok) throw new Error(`the ${what} answered ${status}: ${text.slice(0, SHOWN_LENGTH)}`);
  return text;
}

async function textOf({ body }: Response): Promise<string> {
  const pieces: Uint8Array[] = [];
  let bytes = 0;
  for await (const piece of body ?? []) {
    bytes += piece.length;
    if (bytes > MOST_BYTES) throw new Error(`the answer is larger than ${MOST_BYTES >> 20} MB`);
    pieces.push(piece);
  }
  return Buffer.concat(pieces).toString("utf8");
}

/** User and password leave the URL, which `fetch` refuses with them, for a header. */
function authorizationOf(address: URL): { authorization?: string } {
  const { username, password } = address;
  if (username === "" && password === "") return {};
  address.username = "";
  address.password = "";
  const pair = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return { authorization: `Basic ${Buffer.from(pair).toString("base64")}` };
}

const SHORTEST_SECRET = 6;

function cleaner(url: string, secrets: readonly string[]): (text: string) => string {
  const { username, password, searchParams } = new URL(url);
  const all = [...secrets, username, password, ...searchParams.values()];
  const forms = secretForms(all.filter(({ length }) => length >= SHORTEST_SECRET));
  return (text) => withoutSecretForms(text, forms);
}
