import { randomUUID } from "node:crypto";
import { readFileSync, readlinkSync } from "node:fs";
import { hostname } from "node:os";

/** A process as other processes, also in other containers and on other machines, can recognize it. */
export interface ProcessIdentity {
  readonly pid: number;
  readonly host: string;
  /** Random and unique to this claim. Empty in claims of versions before 0.2. */
  readonly token: string;
  /** The machine's boot (Linux); null where the system does not provide it. */
  readonly bootId: string | null;
  /** The namespace of `pid` (Linux containers); null where the system does not provide it. */
  readonly pidNamespace: string | null;
  /**
   * Clock ticks after the start of the machine, since a `pid` is reused; null where the system does not
   * provide them.
   */
  readonly startedAt: string | null;
}

/** State of another process as seen from here. `out-of-sight`: it is in another container, or the machine was restarted since. */
export type Sight = "living" | "dead" | "out-of-sight" | "other-machine";

export function ownIdentity(): ProcessIdentity {
  return {
    pid: process.pid,
    host: hostname(),
    token: randomUUID(),
    bootId: textOf("/proc/sys/kernel/random/boot_id"),
    pidNamespace: linkOf("/proc/self/ns/pid"),
    startedAt: stateOf(process.pid)?.startedAt ?? null,
  };
}

/** One line without a line break. */
export function identityText({ pid, host, token, bootId, pidNamespace, startedAt }: ProcessIdentity): string {
  return [`${pid}@${host}`, token, bootId ?? "-", pidNamespace ?? "-", startedAt ?? "-"].join(" ");
}

/** The identity of such a line; null for another text. */
export function parseIdentity(line: string): ProcessIdentity | null {
  const match = /^(\d+)@(\S+)(?: (\S+) (\S+) (\S+) (\S+))?$/.exec(line.trim());
  if (match === null) return null;
  const [, pid, host, token = "", ...others] = match;
  const [bootId = null, pidNamespace = null, startedAt = null] = others.map((text) =>
    text === "-" ? null : (text ?? null),
  );
  return { pid: Number(pid), host: host!, token, bootId, pidNamespace, startedAt };
}

export function sightOf(other: ProcessIdentity, own: ProcessIdentity): Sight {
  const isSameBoot = other.bootId !== null && other.bootId === own.bootId;
  if (!isSameBoot && other.host !== own.host) return "other-machine";
  if (other.bootId !== null && own.bootId !== null && !isSameBoot) return "out-of-sight"; // was started again, or shares its name
  if (other.pidNamespace !== null && other.pidNamespace !== own.pidNamespace) return "out-of-sight";
  if (other.pid === own.pid && other.startedAt === null) return "dead"; // its number is this process's now
  return isAlive(other) ? "living" : "dead";
}

function isAlive({ pid, startedAt }: ProcessIdentity): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EPERM") return false;
  }
  const seen = stateOf(pid);
  if (seen === null) return true;
  // A zombie answers the signal as well, but no longer writes.
  return seen.state !== "Z" && (startedAt === null || seen.startedAt === startedAt);
}

/** State of a process on Linux; null on other systems, and if /proc shows another namespace's processes. */
function stateOf(pid: number): { readonly state: string; readonly startedAt: string } | null {
  if (linkOf("/proc/self") !== String(process.pid)) return null;
  const fields = textOf(`/proc/${pid}/stat`)
    ?.replace(/^.*\) /s, "")
    .split(" ");
  return fields?.[19] === undefined ? null : { state: fields[0]!, startedAt: fields[19] };
}

function textOf(file: string): string | null {
  try {
    return readFileSync(file, "utf8").trim();
  } catch {
    return null;
  }
}

function linkOf(file: string): string | null {
  try {
    return readlinkSync(file);
  } catch {
    return null;
  }
}
