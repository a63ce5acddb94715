export { aggregateMetrics, givesLabels } from "./aggregates/aggregate-metrics.ts";
export { annotationItems, annotationOrder, shuffledFor } from "./annotation/annotation-plan.ts";
export type { AnnotationItem } from "./annotation/annotation-plan.ts";
export { ComparisonBuilder } from "./compare/comparison-builder.ts";
export { runHistory } from "./history/run-history.ts";
export type { HistoryLine, HistoryRun } from "./history/run-history.ts";
export { CaseChangeBuilder } from "./cases/case-changes.ts";
export type { CaseChanges, PairMeans } from "./cases/case-changes.ts";
export { CaseTexts } from "./cases/case-texts.ts";
export { choiceOf } from "./recommend/recommend.ts";
export { SequentialWatch } from "./compare/sequential-watch.ts";
export { PruneWatch } from "./compare/prune-watch.ts";
export type { RunWatch, SequentialDecision } from "./compare/sequential-watch.ts";
export { JudgeAuditBuilder } from "./judges/judge-audit-builder.ts";
export { judgesOfTwoRuns } from "./judges/judges-of-two-runs.ts";
export { withJudgeCaveats } from "./judges/with-judge-caveats.ts";
export { addRanges } from "./plan/run-plan.ts";
export type {
  PlannedDesign,
  PlannedJudge,
  PlannedPower,
  PlannedRange,
  PlannedScenario,
  PlannedVariant,
  RunPlan,
} from "./plan/run-plan.ts";
export { allComparisons } from "./summary/all-comparisons.ts";
export { estimate } from "./columns/estimate.ts";
export { ReportBuilder } from "./summary/report-builder.ts";
export type { ReportPart, ReportReader } from "./progress/report-step.ts";
export { summarize } from "./summary/summarize.ts";
export { metricsOf } from "./summary/variant-totals.ts";
export { FailingCasesReporter, isFailing } from "./summary/failing-cases.ts";
export type { FailingAnswer, FailingCases } from "./summary/failing-cases.ts";
