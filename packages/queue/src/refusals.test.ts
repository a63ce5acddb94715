import { expect, test } from "vitest";
import { runRefusal, startRefusal } from "./refusals.ts";

const reply = (message: string): Error => Object.assign(new Error(message), { name: "ReplyError" });

test.each([
  ["WRONGPASS invalid username-password pair or user is disabled.", "refused the user or password", "in the URL"],
  ["NOAUTH Authentication required.", "refused the user or password", "in the URL"],
  ["ERR invalid password", "refused the user or password", "in the URL"],
  ["NOPERM this user has no permissions to run the 'eval' command", "denies the user", "docs/scale.md"],
  ["READONLY You can't write against a read only replica.", "is a replica", "the primary"],
  ["OOM command not allowed when used memory > 'maxmemory'.", "is full", "Raise maxmemory"],
  [
    "MISCONF Redis is configured to save RDB snapshots, but it's unable to persist to disk.",
    "to disk",
    "space on its disk",
  ],
  ["LOADING Redis is loading the dataset in memory", "is not ready", "Wait until"],
  ["MASTERDOWN Link with MASTER is down", "is not ready", "Wait until"],
  ["MOVED 3999 127.0.0.1:6381", "is one node of a cluster", "without cluster mode"],
  ["CLUSTERDOWN Hash slot not served", "is one node of a cluster", "without cluster mode"],
  ["CROSSSLOT Keys in request don't hash to the same slot", "is one node of a cluster", "without cluster mode"],
  ["WRONGTYPE Operation against a key holding the wrong kind of value", "data of another program", "Rename or delete"],
  [
    "ERR Error running script (call to f_1): @user_script:1: WRONGTYPE Operation",
    "data of another",
    "Rename or delete",
  ],
  ["ERR unknown command 'XREAD'", "does not know a command", "6.2 or newer"],
  ["ERR something else", "rejects a command of the queue: ERR something else", "docs/scale.md"],
])("%s has a sentence and a remedy", (message, problem, remedy) => {
  const atStart = startRefusal("host:6379", reply(message))!;
  expect(atStart.message).toMatch(/^Redis at host:6379 .*\.$/);
  expect(atStart.message).toContain(problem);
  expect(atStart.hint).toContain(remedy);
  expect(runRefusal(reply(message)).hint).toContain(remedy);
});

test("an error of the connection is not a refusal", () => {
  expect(startRefusal("host:6379", new Error("connect ECONNREFUSED 127.0.0.1:6379"))).toBeNull();
});
