import { useRoute } from "./use-route.ts";

/** Whether the reader wants answers rendered as Markdown. */
export function useMarkdown(): boolean {
  return useRoute().params["text"] === "markdown";
}
