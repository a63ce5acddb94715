/** The end of a command: with its output written or its reader closed, and always. */
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";
import { folderWith, sameseed, startSameseed } from "./sameseed.ts";
import { TESTED_COMMAND } from "./tested-bin.ts";

const yaml = (model: string, scorer = "contains"): string => `name: ends
cases: [{id: a, vars: {q: "1"}, expected: "1"}, {id: b, vars: {q: "2"}, expected: "2"}]
prompts: [{id: p, text: "{{q}}"}]
models: [${model}]
scorers: [${scorer}]
`;

/** Runs `sameseed <command>` in a shell with this redirection; returns its own exit code and its stderr. */
async function inShell(cwd: string, command: string, redirection: string): Promise<{ code: number; stderr: string }> {
  const script = `{ ${TESTED_COMMAND} ${command}; echo "code $?" >&3; } ${redirection}`;
  const { stdout, stderr } = await promisify(execFile)("bash", ["-c", `exec 3>&1; ${script}`], { cwd });
  return { code: Number(/code (\d+)/.exec(stdout)![1]), stderr };
}

const COMMANDS = [
  "--help",
  "list",
  "show latest",
  "export latest --format jsonl",
  "validate ends.yaml",
  "run ends.yaml",
];

describe("standard output", () => {
  test.runIf(existsSync("/dev/full"))(
    "that the system refuses is exit code 2 and one line (needs /dev/full)",
    async () => {
      await using folder = await folderWith({ "ends.yaml": yaml("echo") });
      const at = { cwd: folder.path };
      expect((await sameseed(["run", "ends.yaml"], at)).code).toBe(0);
      for (const command of COMMANDS) {
        const { code, stderr } = await inShell(folder.path, `${command} --no-color`, "> /dev/full");
        const lines = stderr.split("\n").filter((line) => line.startsWith("error"));
        expect({ command, code, lines }).toEqual({
          command,
          code: 2,
          lines: ["error Cannot write the output: ENOSPC: no space left on device, write."],
        });
        expect(stderr).not.toContain("    at ");
      }
    },
  );

  test("with a closed reader changes nothing: the command does its work and prints no error", async () => {
    await using folder = await folderWith({ "ends.yaml": yaml("echo") });
    const at = { cwd: folder.path };
    expect((await sameseed(["run", "ends.yaml"], at)).code).toBe(0);
    for (const command of [...COMMANDS.slice(0, -1), "run ends.yaml --no-progress-bar"])
      expect({ command, ...(await inShell(folder.path, command, "2>&2 | true")) }).toEqual({
        command,
        code: 0,
        stderr: "",
      });
    const runs = await readdir(join(folder.path, "results"));
    for (const run of runs) expect(await readdir(join(folder.path, "results", run))).toContain("report.md");
    expect(runs).toHaveLength(2);
    expect((await inShell(folder.path, "no-such-command", "2>&1 | true")).code).toBe(2);
  });
});

describe("a script of the user", () => {
  test("that leaves a timer and a server open does not prevent a command from ending", async () => {
    const open = `require("net").createServer().listen(0, "127.0.0.1"); setInterval(() => {}, 1000);
module.exports = class { id() { return "x"; } async callApi(prompt) { return { output: prompt }; } };`;
    await using folder = await folderWith({
      "open.js": open,
      "ends.yaml": yaml("{model: file://open.js}"),
      "promptfooconfig.yaml": 'prompts: ["{{q}}"]\nproviders: [file://open.js]\ntests: [{vars: {q: a}}]\n',
    });
    const commands = [
      "run ends.yaml",
      "validate ends.yaml",
      "plan ends.yaml",
      "run promptfooconfig.yaml",
      "import promptfooconfig.yaml -o -",
    ];
    for (const command of commands) {
      const { code, stdout } = await sameseed(command.split(" "), { cwd: folder.path });
      expect({ command, code, isSaid: stdout.length > 50 }).toEqual({ command, code: 0, isSaid: true });
    }
    const [run] = await readdir(join(folder.path, "results"));
    expect(await readFile(join(folder.path, "results", run!, "report.md"), "utf8")).toContain("ends");
  });

  test.each([
    ["ends the process", "process.exit(0); export default {};", "ended the process"],
    ["waits for ever", "await new Promise(() => {}); export default {};", "waits for something that never comes"],
  ])("that %s is not a success", async (_, code, why) => {
    await using folder = await folderWith({ "package.json": '{"type":"module"}', "ends.ts": code });
    const ended = await sameseed(["run", "ends.ts"], { cwd: folder.path });
    expect(ended).toMatchObject({ code: 2, stderr: expect.stringContaining(why) as string });
  });
});

test.each(["SIGTERM", "SIGHUP"] as const)(
  "%s ends a run as Ctrl-C does: the answer in flight is kept",
  async (signal) => {
    const answer = Promise.withResolvers<void>();
    const asked = Promise.withResolvers<void>();
    const server = createServer(async (request, response) => {
      request.resume();
      asked.resolve();
      await answer.promise;
      response.setHeader("content-type", "application/json");
      response.end('{"choices":[{"message":{"role":"assistant","content":"1"},"finish_reason":"stop"}]}');
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    try {
      const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
      await using folder = await folderWith({ "ends.yaml": yaml(`{model: "openai:m", baseUrl: "${url}"}`) });
      const child = startSameseed(["run", "ends.yaml", "-j", "1", "--no-progress-bar"], { cwd: folder.path });
      await asked.promise;
      child.kill(signal);
      await new Promise<void>((resolve) =>
        child.stderr.on("data", (text: string) => text.includes("Stopping after the requests in flight") && resolve()),
      );
      answer.resolve();
      const { code } = await child.finished;
      const [run] = await readdir(join(folder.path, "results"));
      const rows = await readFile(join(folder.path, "results", run!, "rows.jsonl"), "utf8");
      expect({ code, rows: rows.split("\n").length - 1 }).toEqual({ code: 130, rows: 1 });
    } finally {
      server.closeAllConnections();
      server.close();
    }
  },
);
