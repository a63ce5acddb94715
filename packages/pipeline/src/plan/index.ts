export { modelParameters } from "./model-parameters.ts";
export { plannedJudges } from "./planned-judges.ts";
export { planRun } from "./plan-run.ts";
export { readPilot } from "./read-pilot.ts";
