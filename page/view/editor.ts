import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { json } from "@codemirror/lang-json";
import { yaml } from "@codemirror/lang-yaml";
import { bracketMatching, HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import { highlightSelectionMatches, search, searchKeymap } from "@codemirror/search";
import {
  Compartment,
  EditorState,
  type Extension,
  StateEffect,
  StateField,
  type TransactionSpec,
} from "@codemirror/state";
import {
  Decoration,
  type DecorationSet,
  drawSelection,
  EditorView,
  highlightActiveLine,
  keymap,
  lineNumbers,
  placeholder,
} from "@codemirror/view";
import { tags } from "@lezer/highlight";
import { hcl } from "./hcl.js";

/** A highlighted range of the text. */
export interface Mark {
  readonly from: number;
  readonly to: number;
  readonly look: "error" | "warning" | "notice" | "shown";
}

const setMarks = StateEffect.define<readonly Mark[]>();
const setShown = StateEffect.define<Mark | null>();

function decorations(marks: readonly Mark[], length: number): DecorationSet {
  const inside = marks.filter(({ from, to }) => from < to && to <= length);
  return Decoration.set(
    inside.map(({ from, to, look }) => Decoration.mark({ class: `mark-${look}` }).range(from, to)),
    true,
  );
}

const findings = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(held, { effects, changes, state }) {
    const latest = effects.find((effect) => effect.is(setMarks));
    return latest === undefined ? held.map(changes) : decorations(latest.value, state.doc.length);
  },
  provide: (field) => EditorView.decorations.from(field),
});

const shown = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(held, { effects, changes, state }) {
    const latest = effects.find((effect) => effect.is(setShown));
    if (latest === undefined) return held.map(changes);
    return latest.value === null ? Decoration.none : decorations([latest.value], state.doc.length);
  },
  provide: (field) => EditorView.decorations.from(field),
});

const colors = HighlightStyle.define([
  { tag: tags.propertyName, color: "var(--code-key)" },
  { tag: [tags.string, tags.special(tags.string)], color: "var(--code-text)" },
  { tag: [tags.number, tags.bool, tags.null, tags.keyword], color: "var(--code-value)" },
  { tag: tags.comment, color: "var(--muted)" },
]);

const underlined = (color: string) => ({
  textDecoration: `underline wavy 1.5px ${color}`,
  textUnderlineOffset: "3px",
  textDecorationSkipInk: "none",
});

const tinted = (color: string, share: number) => `color-mix(in srgb, ${color} ${share}%, transparent)`;

/** Uses the page's colors, which differ in dark mode. */
const theme = EditorView.theme({
  "&": {
    height: "min(62vh, 44rem)",
    minHeight: "14rem",
    fontSize: "13px",
    background: "var(--surface)",
    color: "var(--text)",
  },
  // The page draws the outline around the whole editor, because the line numbers would cover its left side.
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": { fontFamily: "var(--mono)", lineHeight: "1.5" },
  ".cm-content": { caretColor: "var(--text)" },
  ".cm-cursor": { borderLeftColor: "var(--text)" },
  ".cm-gutters": { background: "var(--raised)", color: "var(--muted)", borderRight: "1px solid var(--line)" },
  ".cm-activeLine, .cm-activeLineGutter": { background: tinted("var(--accent)", 7) },
  ".cm-placeholder": { color: "var(--muted)", whiteSpace: "normal" },
  "& > .cm-scroller > .cm-selectionLayer .cm-selectionBackground": {
    background: `${tinted("var(--accent)", 28)} !important`,
  },
  ".cm-panels": { background: "var(--raised)", color: "var(--text)" },
  ".cm-panels input, .cm-panels button": {
    color: "var(--text)",
    background: "var(--surface)",
    backgroundImage: "none",
    border: "1px solid var(--line)",
  },
  ".mark-error": { ...underlined("var(--bar-bad)"), background: tinted("var(--bar-bad)", 10) },
  ".mark-warning": underlined("var(--bar-warn)"),
  ".mark-notice": underlined("var(--bar-unknown)"),
  ".mark-shown": { background: tinted("var(--bar-warn)", 38), borderRadius: "2px" },
});

/** Longer texts aren't colored, because that would be too slow. */
const MAX_COLORED = 1_000_000;

function languageOf(path: string, length: number): Extension {
  if (length > MAX_COLORED) return [];
  if (/\.(?:ya?ml)$/i.test(path)) return yaml();
  if (/\.(?:tf|tofu|tfvars|hcl)$/i.test(path)) return hcl;
  return /\.(?:json|template|cform)$/i.test(path) ? json() : [];
}

/** Replaceable, because the file's name, which decides the language, may be guessed only after a text is pasted. */
const language = new Compartment();

export function colorAs(path: string, { doc }: EditorState): TransactionSpec {
  return { effects: language.reconfigure(languageOf(path, doc.length)) };
}

const HINT = "Paste a policy, a template or a plan here";

/**
 * The state of one file's editor. Lines end only at `
 * `, as the core counts them. A `\r` stays in place, so that positions match and copying returns exactly what was
 * pasted.
 */
export function editorState(text: string, path: string, onChange: (state: EditorState) => void): EditorState {
  return EditorState.create({
    doc: text,
    extensions: [
      EditorState.lineSeparator.of("\n"),
      lineNumbers(),
      history(),
      drawSelection(),
      highlightActiveLine(),
      bracketMatching(),
      highlightSelectionMatches(),
      search({ top: true }),
      findings,
      shown,
      theme,
      placeholder(HINT),
      language.of(languageOf(path, text.length)),
      syntaxHighlighting(colors),
      keymap.of([...historyKeymap, ...searchKeymap, ...defaultKeymap]),
      EditorView.contentAttributes.of({ "aria-label": "Text of the file", spellcheck: "false", tabindex: "0" }),
      EditorView.updateListener.of(({ docChanged, state }) => {
        if (docChanged) onChange(state);
      }),
    ],
  });
}

/**
 * Creates the editor in a shadow tree. In the document, it would add a style element, which the page's security policy
 * rightly refuses. In a shadow tree, it uses adopted style sheets.
 */
export function openEditor(parent: HTMLElement): EditorView {
  const root = parent.attachShadow({ mode: "open" });
  return new EditorView({ parent: root, root, state: editorState("", "policy.json", () => {}) });
}

/** A transaction that marks the places of findings. */
export function markFindings(marks: readonly Mark[]): TransactionSpec {
  return { effects: setMarks.of(marks) };
}

/** A transaction that highlights a place and scrolls it to the middle of the editor, without selecting anything. */
export function showPlace(from: number, to: number): TransactionSpec {
  return {
    selection: { anchor: from },
    effects: [
      setShown.of({ from, to: Math.max(to, from), look: "shown" }),
      EditorView.scrollIntoView(from, { y: "center" }),
    ],
  };
}

/** A transaction that scrolls to the file's cursor. Otherwise the editor keeps the previous file's position. */
export function showCursor({ selection }: EditorState): TransactionSpec {
  return { effects: EditorView.scrollIntoView(selection.main.head) };
}

/** The offset of a line and a column, both from 1, or the nearest valid one. */
export function offsetAt({ doc }: EditorState, line: number, column: number): number {
  if (line > doc.lines) return doc.length;
  const { from, to } = doc.line(Math.max(1, line));
  return Math.min(from + column - 1, to);
}
