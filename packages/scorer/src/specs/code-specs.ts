import * as z from "@sameseed/core/zod";
import { commonShape, expectedShape } from "../common-options.ts";
import { codeExecution } from "../scorers/code-execution.ts";
import { classifier } from "../scorers/classifier.ts";
import { javascript } from "../scorers/javascript.ts";
import { python } from "../scorers/python.ts";
import { moderation } from "../scorers/moderation.ts";
import { webhook } from "../scorers/webhook.ts";
import { active, entry, type ScorerEntry } from "./entry.ts";

const Common = z.whenUsed(() => z.strictObject(commonShape));
const value = z.whenUsed(() =>
  z.string().min(1).meta({
    description: "An expression over output and context, a function body with return, or file://script[:function].",
  }),
);
const config = z.whenUsed(() =>
  z.record(z.string(), z.json()).optional().meta({ description: "Passed to the code as context.config." }),
);
const throws = z.whenUsed(() =>
  z.enum(["unscored", "wrong"]).optional().meta({
    description: "Result for an answer if the code throws. Default: unscored.",
  }),
);
const threshold = z.whenUsed(() =>
  z.number().optional().meta({
    description: "The lowest value that passes, from 0 to 1. With throws: wrong, it can be any number.",
  }),
);
const timeoutMs = z.whenUsed(() =>
  z.int().min(1).optional().meta({ description: "Time limit for one answer in milliseconds. Default 10,000." }),
);

/** Scorers that run code, or use a service. */
export const CODE_SPECS: Readonly<Record<string, ScorerEntry>> = {
  javascript: active(
    entry(
      z.whenUsed(() => Common.extend({ value, config, threshold, throws, timeoutMs })),
      javascript,
    ),
  ),
  python: active(
    entry(
      z.whenUsed(() =>
        Common.extend({
          value,
          config,
          threshold,
          throws,
          timeoutMs,
          executable: z.string().min(1).optional().meta({ description: "The Python program. Default: python3." }),
        }),
      ),
      python,
    ),
  ),
  moderation: active(
    entry(
      z.whenUsed(() =>
        Common.extend({
          categories: z
            .array(z.string().min(1))
            .min(1)
            .optional()
            .meta({ description: "Categories to check, e.g. violence. Default: all." }),
          model: z
            .string()
            .min(1)
            .optional()
            .meta({ description: "The moderation model. Default: omni-moderation-latest." }),
          baseUrl: z
            .url()
            .optional()
            .meta({ description: "Base URL of the API, without /moderations. Default: OpenAI's." }),
          apiKeyEnv: z
            .string()
            .min(1)
            .optional()
            .meta({ description: "Environment variable with the key. Default: OPENAI_API_KEY." }),
          timeoutMs,
        }),
      ),
      moderation,
    ),
  ),
  webhook: active(
    entry(
      z.whenUsed(() =>
        Common.extend({
          url: z.url().meta({
            description: "URL of your service. It receives POST {output, context} and returns {pass, score, reason}.",
          }),
          timeoutMs,
        }),
      ),
      webhook,
    ),
  ),
  classifier: active(
    entry(
      z.whenUsed(() =>
        Common.extend({
          ...expectedShape,
          examples: z
            .record(z.string(), z.array(z.string().min(1)).min(1))
            .optional()
            .meta({
              description:
                "Example texts per label. The answer gets the label whose texts are most similar in meaning.",
            }),
          url: z.url().optional().meta({ description: "URL of a service that classifies text, instead of examples." }),
          apiKeyEnv: z
            .string()
            .min(1)
            .optional()
            .meta({ description: "Environment variable with the key of the service at url. Default: no key is sent." }),
          timeoutMs,
        }),
      ),
      classifier,
    ),
  ),
  "code-execution": entry(
    z.whenUsed(() =>
      Common.extend({
        tests: z
          .string()
          .min(1)
          .meta({ description: "Template of JavaScript code that throws if the answer is wrong." }),
        before: z.string().optional().meta({ description: "Template of code that runs before the answer's code." }),
        timeoutMs: z
          .int()
          .min(1)
          .optional()
          .meta({ description: "Limit of CPU time for the answer and its tests, in milliseconds. Default 1,000." }),
        memoryMb: z.int().min(1).max(1024).optional().meta({ description: "Memory limit in MB. Default 64." }),
      }),
    ),
    codeExecution,
  ),
};
