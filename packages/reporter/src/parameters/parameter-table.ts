import type { ModelParams, ParameterUse } from "@sameseed/core";
import { markedLines } from "../terminal/marked-lines.ts";
import { styleFor } from "../terminal/style.ts";
import type { TerminalOptions } from "../terminal/terminal-options.ts";
import { fitColumns, tableLines } from "../terminal/text-table.ts";
import { oneLine, shorten } from "../terminal/text-width.ts";

/** What becomes of the parameters of one model. */
export interface ModelParameters {
  readonly model: string;
  /** What is known of the service, in its profile's name; null for models without one. */
  readonly service: string | null;
  readonly params: ModelParams;
  /** Null where nothing is known: everything is sent. */
  readonly parameters: readonly ParameterUse[] | null;
}

interface Line {
  readonly model: string;
  readonly service: string;
  readonly parameter: string;
  readonly use: string;
}

const VALUE_LENGTH = 24;

/**
 * The parity table: for each model, what becomes of the seed and of each parameter that any model is given. Empty where
 * no model has a service.
 */
export function parameterTable(models: readonly ModelParameters[], options: TerminalOptions = {}): string {
  const { width = 80, color = false } = options;
  const lines = models.flatMap((model) => linesOf(model, parametersOf(models)));
  if (models.every(({ parameters }) => parameters === null)) return "";
  const style = styleFor(color);
  const columns = [
    {
      title: "model",
      cells: lines.map(({ model }) => shorten(oneLine(model), Math.max(20, Math.floor(width * 0.35)))),
    },
    { title: "service", cells: lines.map(({ service }) => service), rank: 1 },
    { title: "parameter", cells: lines.map(({ parameter }) => parameter) },
    { title: "what becomes of it", cells: lines.map(({ use }) => use) },
  ];
  const [head = "", ...rows] = tableLines(fitColumns(columns, width));
  const notes = models.flatMap(reasonsOf).flatMap((reason) => markedLines("!", reason, { width, style }));
  return [style("dim", head), ...rows, ...notes].join("\n");
}

/** The seed, what any model is given, and what a service requires. */
function parametersOf(models: readonly ModelParameters[]): readonly string[] {
  const told = models.flatMap(({ parameters }) => parameters ?? []);
  const noted = told.filter(({ fate, value }) => fate !== "default" || value !== undefined);
  const given = models.flatMap(({ params }) => Object.keys(params).filter((name) => name !== "extra"));
  return [...new Set(["seed", ...noted.map(({ parameter }) => parameter), ...given])];
}

function linesOf({ model, service, params, parameters }: ModelParameters, names: readonly string[]): Line[] {
  return names.map((parameter, index) => {
    const use = parameters?.find((one) => one.parameter === parameter);
    const value = params[parameter as keyof ModelParams];
    return {
      model: index === 0 ? model : "",
      service: index === 0 ? (service ?? "not known") : "",
      parameter,
      use: useText(parameter, use, value),
    };
  });
}

function useText(name: string, use: ParameterUse | undefined, value: unknown): string {
  if (use === undefined && name === "seed") return "sent";
  if (use === undefined) return value === undefined ? "provider default" : `sent ${shownValue(value)}`;
  const { fate, field, parameter } = use;
  if (fate === "default")
    return use.value === undefined ? "provider default" : `${shownValue(use.value)} sent, because it is required`;
  if (fate === "sent") return `sent ${parameter === "seed" ? "" : `${shownValue(value)} `}as ${field ?? parameter}`;
  if (parameter === "seed") return "none sent";
  return fate === "ignored" ? `ignored by the service (${shownValue(value)} sent)` : "refused, so left out";
}

function shownValue(value: unknown): string {
  return shorten(JSON.stringify(value) ?? "", VALUE_LENGTH);
}

function reasonsOf({ model, parameters }: ModelParameters): string[] {
  return (parameters ?? [])
    .filter(({ fate }) => fate === "refused" || fate === "ignored")
    .map(({ parameter, reason = "" }) => `${model}: ${parameter}: ${reason}`);
}
