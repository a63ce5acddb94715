const UNTRUSTED = "name the file of its certificate in NODE_EXTRA_CA_CERTS to trust it";
/** Remedy, for codes that have one. */
const REMEDIES: Readonly<Record<string, string>> = {
  DEPTH_ZERO_SELF_SIGNED_CERT: UNTRUSTED,
  SELF_SIGNED_CERT_IN_CHAIN: UNTRUSTED,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: UNTRUSTED,
};
/** Replaces a line of OpenSSL's. */
const NO_TLS = "the server does not use TLS, so its address may start with http:// instead of https://";

/** An error of a socket, the resolver or TLS. */
export interface SocketFault {
  /** Node's code, such as `ECONNREFUSED`. */
  readonly code: string;
  /** The fault, its code and the remedy, if it has one. */
  readonly text: string;
}

/** The socket's error, through the layers that wrap it; undefined without one. */
export function socketFault(error: Error): SocketFault | undefined {
  for (let cause: unknown = error; cause instanceof Error; cause = cause.cause) {
    if (!("code" in cause) || typeof cause.code !== "string") continue;
    const { code } = cause;
    const fault = code === "ERR_SSL_WRONG_VERSION_NUMBER" ? NO_TLS : cause.message || "the connection failed";
    return { code, text: `${fault} (${code})${code in REMEDIES ? `: ${REMEDIES[code]}` : ""}` };
  }
  return undefined;
}
