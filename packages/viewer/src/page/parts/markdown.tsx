import { h, type JSX } from "preact";
import { useMemo } from "preact/hooks";
import { type MarkdownNode, parseMarkdown } from "../../models/markdown.ts";
import { Untrusted } from "./untrusted.tsx";

/**
 * A text rendered as Markdown: its elements are created here, none comes from the text. A text that is too
 * long or too deep is shown as plain text.
 */
export function Markdown({ text }: { readonly text: string }): JSX.Element {
  const nodes = useMemo(() => parseMarkdown(text), [text]);
  return <div class="markdown">{nodes === null ? <Untrusted text={text} /> : nodes.map(rendered)}</div>;
}

function rendered(node: MarkdownNode, place: number): JSX.Element {
  if (node.kind === "text") return <Untrusted key={place} text={node.text} />;
  const children = node.children.map(rendered);
  if (node.kind === "element")
    return node.tag === "br" || node.tag === "hr" ? h(node.tag, { key: place }) : h(node.tag, { key: place }, children);
  return (
    <a key={place} href={node.url} title={node.url} rel="noopener noreferrer nofollow" target="_blank">
      {children}
    </a>
  );
}
