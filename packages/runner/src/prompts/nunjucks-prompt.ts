import { createRequire } from "node:module";
import {
  compileMessages,
  type PromptFunction,
  promptMessages,
  type PromptSpec,
  SameseedError,
  type TextRenderer,
} from "@sameseed/core";

export interface NunjucksOptions {
  /** Environment variables that templates may read as `{{env.NAME}}`; no other is visible. Default none. */
  readonly env?: readonly string[] | undefined;
}

/**
 * A prompt in the template language Nunjucks: filters, conditions, loops. A variable that is missing is an error, nothing is
 * escaped, and a template reads no other file. Errors: `TEMPLATE`.
 */
export function nunjucksPrompt(spec: PromptSpec, { env = [] }: NunjucksOptions = {}): PromptFunction {
  const messages = promptMessages(spec);
  const compiled = compileMessages(messages, compiler(spec.id));
  return {
    id: spec.id,
    source: { engine: "nunjucks", messages, ...(env.length === 0 ? {} : { env }) },
    render(vars, testCase) {
      const where = `Prompt "${spec.id}", case "${testCase.id}"`;
      const visible = Object.fromEntries(env.map((name) => [name, process.env[name]]));
      return compiled({ ...vars, env: visible }, where);
    },
  };
}

function compiler(id: string): (text: string) => TextRenderer {
  const nunjucks = createRequire(import.meta.url)("nunjucks") as typeof import("nunjucks");
  const environment = new nunjucks.Environment(null, { autoescape: false, throwOnUndefined: true });
  return (text) => {
    let template: import("nunjucks").Template;
    try {
      template = new nunjucks.Template(text, environment, "prompt", true);
    } catch (cause) {
      throw fault(`Prompt "${id}"`, cause as Error);
    }
    return (vars, where) => {
      try {
        return template.render(vars);
      } catch (cause) {
        throw fault(
          where,
          cause as Error,
          Object.keys(vars).filter((name) => name !== "env"),
        );
      }
    };
  };
}

function fault(where: string, cause: Error, known: readonly string[] = []): SameseedError {
  const message = cause.message.replace(/^(?:Template render error: )?\(prompt\)\s*/, "").replaceAll(/\s+/g, " ");
  return new SameseedError("TEMPLATE", `${where}: ${message}.`, {
    hint: known.length === 0 ? "The template is not Nunjucks there." : `The case has: ${known.join(", ")}.`,
    cause,
  });
}
