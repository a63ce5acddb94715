import type { Plugin } from "vite";

/**
 * Leaves `Lexer` of marked, the only part that the page uses. The bundler keeps the parts that write HTML, because the
 * module calls `new Marked()` when it is loaded; this cuts the module before that call.
 */
export const lexerOnly: Plugin = {
  name: "lexer-only",
  transform(code, id) {
    if (!id.endsWith("/marked.esm.js")) return undefined;
    const end = /(?<=;)var (?<marked>\w+)=new \w+;function \w+\(\w+,\w+\)\{return \k<marked>\.parse\(/.exec(
      code,
    )?.index;
    const lexer = /\bexport\{[^}]*?\b(?<name>\w+) as Lexer\b/.exec(code)?.groups?.["name"];
    if (end === undefined || lexer === undefined)
      throw new Error("marked is written in another way than before. Adapt scripts/lexer-only.ts.");
    return `${code.slice(0, end)}export{${lexer} as Lexer};`;
  },
};
