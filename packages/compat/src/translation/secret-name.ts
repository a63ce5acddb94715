/** Names of headers and variables that may hold a secret. */
const SECRET =
  /auth|key|token|secret|passw|passphrase|cookie|credential|signature|bearer|jwt|(?:^|[-_.])(?:pwd|pat|sig|sas|pass|sid)(?:[-_.\d]|$)/i;
/** Parts of names that only look like that. */
const INNOCENT =
  /author(?!i[sz])(?:ity|ities|ship|s)?|authentic(?!at)|key(?:board|word|note|frame|stone|pad|stroke)s?|(?:monk|turk|donk|hock|jock|whisk)eys?|idempotency[-_]?key|(?:max|min|limit|count|of|per|prompt|completion|input|output|total|cached|reasoning|thinking|budget|new|remaining|num|used)[-_]?tokens|tokens?[-_]?(?:limit|count|budget|per|used)|pass[-_](?:rate|count|through|threshold)|tokeni[sz]|secretar/gi;

/** Whether a header or a variable of the environment may hold a secret, by its name: `X-Custom-Token`, not `max-tokens`. */
export function isSecretName(name: string): boolean {
  return SECRET.test(name.replaceAll(INNOCENT, "."));
}
