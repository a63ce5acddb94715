/** The fingerprints that one model answered with. */
export interface ModelFingerprints {
  readonly model: string;
  /** In the order of their first answers; the count is over all of the model's variants. */
  readonly seen: readonly { readonly name: string; readonly answers: number }[];
}

interface Answered {
  readonly model: string;
  readonly fingerprints: Readonly<Record<string, number>>;
}

/** Fingerprints by model: several models have several backends, and only more than one of one model is a change. */
export function fingerprintsByModel(variants: readonly Answered[]): readonly ModelFingerprints[] {
  return [...Map.groupBy(variants, ({ model }) => model)].map(([model, group]) => {
    const answers = new Map<string, number>();
    for (const { fingerprints } of group)
      for (const [name, count] of Object.entries(fingerprints)) answers.set(name, (answers.get(name) ?? 0) + count);
    return { model, seen: [...answers].map(([name, count]) => ({ name, answers: count })) };
  });
}

/** The conclusion from the fingerprints, in a sentence. */
export function fingerprintVerdict(models: readonly ModelFingerprints[]): string {
  const changed = models.filter(({ seen }) => seen.length > 1);
  if (changed.length > 0)
    return `The backend changed during the run: ${changed.map(({ model, seen }) => `${model} answered with ${seen.length} fingerprints`).join(", ")}.`;
  const silent = models.filter(({ seen }) => seen.length === 0).map(({ model }) => model);
  const rest = silent.length === 0 ? "" : ` ${silent.join(", ")} reported none.`;
  return models.length - silent.length === 1
    ? `One system fingerprint from the first trial to the last.${rest}`
    : `Each model answered with one system fingerprint from the first trial to the last.${rest}`;
}
