import type { JSX } from "preact";
import { amend, useRoute } from "../hooks/use-route.ts";
import { Choice } from "./choice.tsx";

/** Whether answers are shown as plain text or as Markdown; it stays while the reader goes through the views. */
export function TextChoice(): JSX.Element {
  const { params } = useRoute();
  return (
    <Choice
      label="Text"
      value={params["text"] === "markdown" ? "markdown" : "plain"}
      options={[
        ["plain", "Plain"],
        ["markdown", "Markdown"],
      ]}
      onChange={(value) => amend({ text: value === "plain" ? undefined : value })}
    />
  );
}
