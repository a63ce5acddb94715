import { nearest, readPath, SameseedError, type Score, type AnswerScorer, type TestCase } from "@sameseed/core";
import type { CommonOptions } from "../common-options.ts";
import { referenceScorer } from "../reference-scorer.ts";
import { FORMAT_INSTRUCTIONS } from "./format-instructions.ts";
import type { InstructionArguments, InstructionCheck } from "./instruction.ts";
import { languageDetector } from "./language.ts";
import { languageInstructions, TEXT_INSTRUCTIONS } from "./text-instructions.ts";

export interface IfevalOptions extends CommonOptions {
  /** `strict` (default): the unchanged response. `loose`: also without its first and last line and without `*`. */
  readonly mode?: "strict" | "loose" | undefined;
  /** `instruction` (default): the share of the instructions that are followed. `prompt`: 1 when all are. */
  readonly level?: "instruction" | "prompt" | undefined;
  /** Path of the ids among the vars. Default `instruction_id_list`. */
  readonly instructions?: string | undefined;
  /** Path of their arguments among the vars. Default `kwargs`. */
  readonly arguments?: string | undefined;
}

interface Instruction {
  readonly id: string;
  readonly given: InstructionArguments;
  readonly check: InstructionCheck;
}

/**
 * IFEval's verifiable instructions (Zhou et al. 2023, arXiv:2311.07911), with the verdicts of its reference. An empty
 * answer follows nothing. Two kinds of verdicts cannot be repeated, because the reference draws at random there:
 * languages of a few words, and `letter_frequency` of a character that is no letter.
 */
export function ifeval(options: IfevalOptions = {}): AnswerScorer {
  const { mode = "strict", level = "instruction", instructions = "instruction_id_list" } = options;
  const { arguments: argumentsPath = "kwargs" } = options;
  const checks = { ...TEXT_INSTRUCTIONS, ...FORMAT_INSTRUCTIONS, ...languageInstructions(languageDetector()) };
  return referenceScorer({
    type: "ifeval",
    options,
    settings: { mode, level, instructions, arguments: argumentsPath },
    reference: (testCase, where) => instructionsOf(testCase, { where, checks, instructions, argumentsPath }),
    judge(output, wanted): Score {
      const readings = mode === "strict" ? [output] : looseReadings(output);
      const texts = readings.filter((text) => text.trim() !== "");
      const missed = wanted.filter(({ check, given }) => !texts.some((text) => check(text, given)));
      const share = 1 - missed.length / wanted.length;
      const value = level === "instruction" ? share : missed.length === 0 ? 1 : 0;
      return missed.length === 0
        ? { value }
        : { value, reason: `not followed: ${missed.map(({ id }) => id).join(", ")}` };
    },
  });
}

/** The eight readings of the reference's loose verdicts. */
function looseReadings(output: string): readonly string[] {
  const lines = output.split("\n");
  const readings = [
    output,
    ...[lines.slice(1), lines.slice(0, -1), lines.slice(1, -1)].map((kept) => kept.join("\n").trim()),
  ];
  return [...readings, ...readings.map((text) => text.replaceAll("*", ""))];
}

interface Reading {
  readonly where: string;
  readonly checks: Readonly<Record<string, InstructionCheck>>;
  readonly instructions: string;
  readonly argumentsPath: string;
}

function instructionsOf({ vars }: TestCase, reading: Reading): readonly Instruction[] {
  const { where, checks, instructions, argumentsPath } = reading;
  const ids = listAt(vars, instructions);
  const given = listAt(vars, argumentsPath) ?? [];
  if (ids === undefined || ids.length === 0) {
    throw new SameseedError("BAD_BENCHMARK", `${where}: "${instructions}" is not a list of instructions.`, {
      hint: "IFEval's data has instruction_id_list and kwargs; name other fields with `instructions` and `arguments`.",
    });
  }
  return ids.map((id, index) => {
    const name = String(id).replace(/^[a-z]{2}:(?=\w+:)/, "");
    const check = Object.hasOwn(checks, name) ? checks[name] : undefined;
    if (check !== undefined) return { id: String(id), given: (given[index] ?? {}) as InstructionArguments, check };
    const guess = nearest(name, Object.keys(checks));
    throw new SameseedError("BAD_BENCHMARK", `${where}: the instruction "${String(id)}" is not known.`, {
      hint: guess === undefined ? `Known: ${Object.keys(checks).join(", ")}.` : `Did you mean "${guess}"?`,
    });
  });
}

/** A list, or a CSV cell with a list as JSON. */
function listAt(vars: TestCase["vars"], path: string): readonly unknown[] | undefined {
  const found = readPath(vars, path);
  if (typeof found !== "string") return Array.isArray(found) ? found : undefined;
  try {
    const parsed: unknown = JSON.parse(found);
    return Array.isArray(parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
}
