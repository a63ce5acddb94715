import { SameseedError } from "@sameseed/core";
import { serveTiny } from "@sameseed/tiny";

/** `sameseed serve-tiny`: the embedded models behind the OpenAI chat wire format, until Ctrl-C. */
export async function serveTinyCommand({ port }: { port: number }): Promise<void> {
  const server = await serveTiny({ port }).catch((cause: NodeJS.ErrnoException) => {
    throw new SameseedError("BAD_ARGUMENT", `Cannot listen on port ${port}: ${cause.message}.`, {
      hint: "Use --port 0 for a free one.",
      cause,
    });
  });
  console.log(`Serving tiny:1m and tiny:250k at ${server.url} (Ctrl-C ends it)`);
  await new Promise<void>((resolve) => void process.once("SIGINT", resolve).once("SIGTERM", resolve));
  await server.close();
}
