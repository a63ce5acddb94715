import { SameseedError } from "@sameseed/core";
import { checkKey } from "./check-key.ts";
import type { RequestSigner } from "../wires/wire-over-http.ts";

const ACCESS_KEY = "AWS_ACCESS_KEY_ID";
const SECRET_KEY = "AWS_SECRET_ACCESS_KEY";
/** The variables that a signature needs; AWS_SESSION_TOKEN is included if set. */
export const AWS_KEY_NAMES = [ACCESS_KEY, SECRET_KEY] as const;

/** AWS access keys, as AWS's own clients read them from the environment. */
export interface AwsKeys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string | undefined;
}

/** Undefined where one of the two is not set. */
export function awsKeys(): AwsKeys | undefined {
  const { [ACCESS_KEY]: accessKeyId, [SECRET_KEY]: secretAccessKey, AWS_SESSION_TOKEN: token } = process.env;
  if (!accessKeyId || !secretAccessKey) return undefined;
  return { accessKeyId, secretAccessKey, sessionToken: token === "" ? undefined : token };
}

/**
 * Signs each request (AWS Signature Version 4), since a signature is valid for minutes. `region` is used for
 * addresses without one. Errors: `BAD_ARGUMENT` where `aws4fetch` is not installed.
 */
export function awsSigner(keys: AwsKeys, region: string): RequestSigner {
  const cache = new Map<string, ArrayBuffer>(); // the day's signing key
  return async (url, body) => {
    const { AwsV4Signer } = await loadSigner();
    const service = url.hostname.startsWith("bedrock-mantle.") ? "bedrock-mantle" : "bedrock";
    const { headers } = await new AwsV4Signer({
      ...keys,
      method: "POST",
      url: url.href,
      body,
      region: regionIn(url) ?? region,
      service,
      cache,
    }).sign();
    return Object.fromEntries(headers);
  };
}

/** The region that an address of Bedrock names: a signature for another one is refused. */
function regionIn({ hostname }: URL): string | undefined {
  return /\bbedrock(?:-[a-z]+)*\.([a-z]{2}(?:-[a-z]+)+-\d+)\./.exec(hostname)?.[1];
}

/** Refuses keys that no header can hold, as `checkKey` does. */
export function checkAwsKeys(modelId: string, { accessKeyId, secretAccessKey, sessionToken }: AwsKeys): void {
  checkKey(modelId, accessKeyId, ACCESS_KEY);
  checkKey(modelId, secretAccessKey, SECRET_KEY);
  checkKey(modelId, sessionToken, "AWS_SESSION_TOKEN");
}

/** Reports before a run that the package is missing. Errors: `BAD_ARGUMENT`. */
export async function loadSigner(): Promise<typeof import("aws4fetch")> {
  try {
    return await import("aws4fetch");
  } catch (cause) {
    throw new SameseedError("BAD_ARGUMENT", `Signing requests with ${ACCESS_KEY} needs the package aws4fetch.`, {
      hint: "Install it next to sameseed: npm install aws4fetch. Or set AWS_BEARER_TOKEN_BEDROCK to an API key of Bedrock.",
      cause,
    });
  }
}
