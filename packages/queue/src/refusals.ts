import { option, SameseedError } from "@sameseed/core";
import type { Redis } from "ioredis";

interface Refusal {
  readonly code: RegExp;
  /** After "Redis at <host> ". */
  readonly problem: string;
  readonly hint: string;
}

/** Redis' messages when it refuses a command, with the remedy. Scripts put their own words around them. */
const REFUSALS: readonly Refusal[] = [
  {
    code: /WRONGPASS|NOAUTH|invalid password/i,
    problem: "refused the user or password",
    hint: "Give them in the URL: redis://user:password@host:port. The user needs the keys ~{sameseed:*.",
  },
  {
    code: /NOPERM/,
    problem: "denies the user a command or a key",
    hint: "Grant the permissions listed in docs/scale.md, or use another server.",
  },
  {
    code: /READONLY/,
    problem: "is a replica, which accepts no writes",
    hint: "Give the address of the primary server.",
  },
  {
    code: /\bOOM\b/,
    problem: "is full: it uses all memory that its maxmemory allows",
    hint: "Raise maxmemory, or delete data that other programs left there.",
  },
  {
    code: /MISCONF/,
    problem: "accepts no writes because it cannot save its data to disk",
    hint: "Free some space on its disk; the log of the server names the reason.",
  },
  {
    code: /LOADING|MASTERDOWN|\bBUSY\b|TRYAGAIN|NOREPLICAS/,
    problem: "is not ready",
    hint: "Wait until the server has loaded its data, then start again.",
  },
  {
    code: /\b(MOVED|ASK|CROSSSLOT|CLUSTERDOWN)\b/,
    problem: "is one node of a cluster and does not have all keys of sameseed",
    hint: "Use a Redis without cluster mode, or a cluster with one shard.",
  },
  {
    code: /WRONGTYPE/,
    problem: "has data of another program in a key of sameseed",
    hint: "Rename or delete the keys of other programs that begin with {sameseed:.",
  },
  {
    code: /unknown command/i,
    problem: "does not know a command of the queue",
    hint: "Use Redis 6.2 or newer, or Valkey.",
  },
];

function refusalOf({ message }: Error): Refusal | undefined {
  return REFUSALS.find(({ code }) => code.test(message));
}

/**
 * The error of a server that refused before the run could begin; null for another kind of error. No error
 * repeats the URL.
 */
export function startRefusal(where: string, error: Error): SameseedError | null {
  const refusal = refusalOf(error);
  if (refusal === undefined && error.name !== "ReplyError") return null;
  const { problem, hint } = refusal ?? {
    problem: `rejects a command of the queue: ${reasonOf(error)}`,
    hint: "Grant the permissions listed in docs/scale.md, or use another server.",
  };
  return new SameseedError("BAD_ARGUMENT", `Redis at ${where} ${problem}.`, { hint, cause: error });
}

/** A refusal that ends a run. */
export function runRefusal(cause: Error): SameseedError {
  const hint = refusalOf(cause)?.hint ?? "Grant the permissions listed in docs/scale.md, or use another server.";
  return new SameseedError("BAD_ARGUMENT", `Redis rejects a command of the queue: ${reasonOf(cause)}.`, {
    hint: `${hint} Then continue with ${option("resume")}.`,
    cause,
  });
}

/** `OOM command not allowed when used memory > 'maxmemory'`, without the name of a script. */
export function reasonOf({ message }: Error): string {
  return message
    .split(/\.? script: /)[0]!
    .replace(/\.$/, "")
    .slice(0, 200);
}

/**
 * The first commands of a process: the user is present and need not wait. Errors: `BAD_ARGUMENT` for a server
 * that refuses.
 */
export async function atStart<T>(where: string, commands: () => Promise<T>): Promise<T> {
  try {
    return await commands();
  } catch (error) {
    throw (error instanceof Error && startRefusal(where, error)) || error;
  }
}

/** The types that the keys of a run have; a key that is absent has the type none. */
export async function refuseForeignKeys(redis: Redis, types: Readonly<Record<string, string>>): Promise<void> {
  const keys = Object.keys(types);
  const found = await Promise.all(keys.map((key) => redis.type(key).catch(() => "none"))); // the user may not call TYPE
  const place = found.findIndex((type, index) => type !== "none" && type !== types[keys[index]!]);
  if (place === -1) return;
  const key = keys[place]!;
  throw new SameseedError(
    "BAD_ARGUMENT",
    `The key ${key} in Redis is a ${found[place]}, but the queue needs a ${types[key]} there.`,
    {
      hint: `Another program wrote it. Rename it, e.g. redis-cli rename '${key}' '${key}:foreign', then continue with ${option("resume")}. Workers keep their answers until then.`,
    },
  );
}
