import { orRemoveIt, type ReportUnready, SameseedError } from "@sameseed/core";

/** Reports that the variable with a scorer's key is not set, before the first request. */
export function reportMissingKey(
  variable: string,
  {
    scorer,
    weight,
    report,
  }: { readonly scorer: string; readonly weight: number | undefined; readonly report: ReportUnready | undefined },
): void {
  if (report === undefined || (process.env[variable] ?? "") !== "") return;
  report(
    new SameseedError("MISSING_KEY", `Scorer "${scorer}" needs a key, and ${variable} is not set.`, {
      hint: `Set ${variable}, or name the variable that has the key with apiKeyEnv.${orRemoveIt({ weight })}`,
    }),
  );
}
