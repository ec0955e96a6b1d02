import { StreamLanguage, type StreamParser } from "@codemirror/language";

interface Inside {
  comment: boolean;
}

/** A parser for coloring HCL. It colors the contents of a template's `${}` like the text around it. */
const parser: StreamParser<Inside> = {
  name: "hcl",
  startState: () => ({ comment: false }),
  token(stream, state) {
    if (state.comment) {
      state.comment = !stream.skipTo("*/");
      if (state.comment) stream.skipToEnd();
      else stream.match("*/");
      return "comment";
    }
    if (stream.eatSpace()) return null;
    if (stream.match("#") || stream.match("//")) {
      stream.skipToEnd();
      return "comment";
    }
    if (stream.match("/*")) {
      state.comment = true;
      return "comment";
    }
    if (stream.eat('"')) {
      for (let next = stream.next(); next !== undefined && next !== '"'; next = stream.next())
        if (next === "\\") stream.next();
      return "string";
    }
    if (stream.match(/^\d[\d.]*/)) return "number";
    if (stream.match(/^(?:true|false|null|for|in|if)\b/)) return "keyword";
    if (stream.match(/^[\w-]+(?=\s*(?:=(?!=)|\{|"))/)) return "propertyName";
    if (!stream.match(/^[\w-]+/)) stream.next();
    return null;
  },
};

export const hcl = StreamLanguage.define(parser);
