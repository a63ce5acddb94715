import { SameseedError } from "@sameseed/core";
import type { RequestSigner } from "../wires/wire-over-http.ts";

const ACCESS_KEY = "AWS_ACCESS_KEY_ID";
const SECRET_KEY = "AWS_SECRET_ACCESS_KEY";
/** The variables that a signature needs; AWS_SESSION_TOKEN goes along where it is set. */
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

/** Signs each request anew (AWS Signature Version 4): a signature is valid for minutes. Errors: `BAD_ARGUMENT` where `aws4fetch` is not installed. */
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
      region,
      service,
      cache,
    }).sign();
    return Object.fromEntries(headers);
  };
}

/** Tells before a run that the package is missing. Errors: `BAD_ARGUMENT`. */
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
