import { startSameseed } from "./sameseed.ts";

/** The server of `view` over the runs of a folder. */
export async function served(cwd: string, ...args: string[]): Promise<{ readonly url: string } & AsyncDisposable> {
  const child = startSameseed(["view", "--port", "0", ...args], { cwd });
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout.on("data", (text: string) => {
      const found = /http:\/\/127\.0\.0\.1:\d+\//.exec(text);
      if (found) resolve(found[0]);
    });
    void child.finished.then(({ stderr }) => reject(new Error(stderr)));
  });
  return {
    url,
    async [Symbol.asyncDispose]() {
      child.kill("SIGTERM");
      await child.finished;
    },
  };
}
