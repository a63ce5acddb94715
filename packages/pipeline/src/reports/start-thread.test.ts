import { Worker } from "node:worker_threads";
import { beforeEach, expect, test, vi } from "vitest";
import { startThread } from "./start-thread.ts";

vi.mock("node:worker_threads", () => ({ Worker: vi.fn() }));

let code: string;
beforeEach(() => {
  vi.mocked(Worker).mockImplementation(function refuse() {
    throw Object.assign(new Error("refused"), { code });
  });
});

test.each(["ERR_ACCESS_DENIED", "ERR_WORKER_INIT_FAILED"])(
  "a process that Node refuses a thread with %s has none",
  (one) => {
    code = one;
    expect(startThread("report-worker", {})).toBeNull();
    expect(Worker).toHaveBeenCalled();
  },
);

test("another error of a thread's start is thrown", () => {
  code = "ERR_WORKER_INVALID_EXEC_ARGV";
  expect(() => startThread("report-worker", {})).toThrow("refused");
});
