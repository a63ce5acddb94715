import { SameseedError } from "@sameseed/core/error";
import type { Command } from "commander";
import { addFlags, type FlagsOf, type FlagTable } from "../flags/flag-table.ts";
import { natural } from "../flags/option-parsers.ts";
import { example } from "../flags/shared-flags.ts";

const FLAGS = {
  port: { flags: "-p, --port <n>", help: "port; 0 selects a free one", parse: natural, default: 8123 },
} as const satisfies FlagTable;

/** `sameseed serve-tiny`: serves the embedded models in the OpenAI chat wire format, until Ctrl-C. */
export function addServeTiny(sameseed: Command): void {
  const serve = sameseed
    .command("serve-tiny")
    .description("serve the embedded models on 127.0.0.1 in the OpenAI chat format");
  addFlags(serve, FLAGS).addHelpText("after", example("sameseed serve-tiny --port 8123")).action(serveTinyModels);
}

async function serveTinyModels({ port }: FlagsOf<typeof FLAGS>): Promise<void> {
  const { serveTiny } = await import("@sameseed/tiny");
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
