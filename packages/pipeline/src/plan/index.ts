export { modelParameters } from "./model-parameters.ts";
export { planRun } from "./plan-run.ts";
export { readPilot } from "./read-pilot.ts";
