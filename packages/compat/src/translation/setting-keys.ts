import { withoutKeys } from "@sameseed/core";
import { isSecretName } from "./secret-name.ts";

/** Names of settings whose text is a key. In data, such a name often has another meaning. */
const SETTING =
  /^(?:(?:[\w.-]+[-_.])?(?:password|passwd|pwd|passphrase|secret|jwt|signature|credentials?|cookies?)|authorization|(?:(?!.*\b(?:page|next|continuation|cursor|start|end|stop|pad|eos|bos|mask|unk)[-_]token)[\w.-]+[-_.])?token|(?:[\w.-]+[-_.])?(?:api|access|subscription|functions?|auth|secret|private|app|application|account|master|license|service|admin|client|storage|signing|security|shared-access|host)[-_.]?key)$/i;
/** Names of parameters in an address that hold a key, next to those of settings. */
const IN_ADDRESS = /^(?:key|sig|sas|auth|pat|appid|hapikey|awsaccesskeyid|x-(?:amz|goog)-credential)$/i;
/** A code of Azure Functions has 40 characters and more; a shorter one may be that of a country. */
const LEAST_CODE = 16;
const PARAMETER = /[?&]([^?&=#\s]+)=([^?&#\s]+)/g;
/** A key in the connection string of a database, a storage account or a queue: `AccountName=x;AccountKey=…`. */
const CONNECTION = /(?<=^|;)\s*(?:password|pwd|accountkey|sharedaccess(?:key|signature))\s*=\s*([^;\s]+)/gi;
/** Addresses whose path is the key: the webhooks of Slack, Discord and Teams, and the bots of Telegram. */
const SECRET_PATHS =
  /(?<=hooks\.slack\.com\/(?:services|workflows|triggers)\/)[\w/-]{16,}|(?<=discord(?:app)?\.com\/api\/webhooks\/)[\w/-]{16,}|(?<=webhook\.office\.com\/webhookb2\/)[^\s?#]{16,}|(?<=api\.telegram\.org\/bot)\d+:[\w-]{16,}/g;
const LEAST_KEY = 8;

/** Keys in the settings of models, judges and scorers, by the names of fields and of parameters in addresses. */
export function settingKeys(value: unknown, isData: (name: string) => boolean, name = ""): readonly string[] {
  if (typeof value === "string") return keysOfSetting(name, value);
  if (Array.isArray(value)) return value.flatMap((member) => settingKeys(member, isData, name));
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, member]) => {
    if (isData(key)) return [];
    const isHeader = /^headers$/i.test(name) && typeof member === "string" && isSecretName(key);
    return isHeader && isLong(member) && isWritten(member) ? [member] : settingKeys(member, isData, key);
  });
}

/** An id or a message without the keys of addresses in it, and without texts that look like keys. */
export function textWithoutKeys(text: string): string {
  const hidden = keysOfSetting("", text).reduce((rest, key) => rest.replaceAll(key, "[key]"), text);
  return withoutKeys(hidden).value;
}

function keysOfSetting(name: string, text: string): readonly string[] {
  const inAddress = [...text.matchAll(PARAMETER)].filter(([, parameter, given]) => isKeyOfAddress(parameter!, given!));
  const paths = [...text.matchAll(SECRET_PATHS)].map(([found]) => found);
  const connections = [...text.matchAll(CONNECTION)].map(([, given]) => given!);
  const given = [...inAddress.map(([, , key]) => key!), ...connections.filter((key) => isLong(key) && isWritten(key))];
  return [...(isKey(name, text) ? [text] : []), ...given, ...paths];
}

function isKeyOfAddress(name: string, text: string): boolean {
  if (/^code$/i.test(name)) return text.length >= LEAST_CODE && isWritten(text);
  return isKey(name, text) || (IN_ADDRESS.test(name) && isLong(text) && isWritten(text));
}

function isKey(name: string, text: string): boolean {
  return isLong(text) && isWritten(text) && SETTING.test(dashed(name));
}

function isLong(text: string): boolean {
  return text.length >= LEAST_KEY;
}

/** Whether a text is a key, and not the name of one: a key has a digit. */
function isWritten(text: string): boolean {
  return /\d/.test(text) && !text.includes("{{");
}

/** `sessionToken` as `session-Token`. */
function dashed(name: string): string {
  return name.replaceAll(/(?<=[a-z\d])(?=[A-Z])/g, "-");
}
