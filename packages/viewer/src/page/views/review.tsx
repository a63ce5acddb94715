import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { useAnnotator } from "../hooks/use-annotator.ts";
import { useLoaded } from "../hooks/use-loaded.ts";
import { Choice } from "../parts/choice.tsx";
import { Ready } from "../parts/ready.tsx";
import { Section } from "../parts/section.tsx";
import { TextChoice } from "../parts/text-choice.tsx";
import { Untrusted } from "../parts/untrusted.tsx";
import { ReviewItems } from "../sections/review-items.tsx";
import type { RunSource } from "../sources/run-source.ts";
import { serverReview } from "../sources/server-source.ts";

/** Labels by people: one answer at a time, without saying which variant gave it. */
export function Review({ source }: Pick<ItemsProps, "source">): JSX.Element {
  const [annotator, setAnnotator] = useAnnotator();
  if (annotator === "") return <NameForm onName={setAnnotator} />;
  return <Items key={annotator} {...{ source, annotator }} onLeave={() => setAnnotator("")} />;
}

interface ItemsProps {
  /** A run on the server. */
  readonly source: RunSource;
  readonly annotator: string;
  readonly onLeave: () => void;
}

function Items({ source, annotator, onLeave }: ItemsProps): JSX.Element {
  const [asked, ask] = useState<Readonly<Record<string, string>>>({});
  const review = useLoaded(() => serverReview(source.id!, { annotator, ...asked }), [source, annotator, asked]);
  return (
    <Section
      title="Review"
      note={
        <>
          Labels of <Untrusted text={annotator} />.{" "}
          <button type="button" class="link" onClick={onLeave}>
            Somebody else
          </button>
        </>
      }
    >
      <Ready of={review} what="the answers to label">
        {(value) => (
          <>
            <div class="controls">
              {value.metrics.length > 1 && (
                <Choice
                  label="Metric"
                  value={value.metric}
                  options={value.metrics.map((name) => [name, name])}
                  onChange={(metric) => ask({ metric })}
                />
              )}
              <Choice
                label="Scale"
                value={value.scale}
                options={value.scales.map((name) => [name, name])}
                onChange={(scale) => ask({ metric: value.metric, scale })}
              />
              <TextChoice />
            </div>
            <ReviewItems key={`${value.metric} ${value.scale}`} {...{ source, annotator }} review={value} />
          </>
        )}
      </Ready>
    </Section>
  );
}

function NameForm({ onName }: { readonly onName: (name: string) => void }): JSX.Element {
  const [name, setName] = useState("");
  return (
    <Section title="Review" note="Label a random sample of answers without knowing which variant gave them.">
      <form
        class="note-form"
        onSubmit={(event) => {
          event.preventDefault();
          if (name.trim() !== "") onName(name.trim());
        }}
      >
        <label class="choice">
          <span>Your name</span>
          <input type="text" value={name} maxLength={100} onInput={(event) => setName(event.currentTarget.value)} />
        </label>
        <span>
          <button type="submit">Begin</button>
        </span>
      </form>
    </Section>
  );
}
