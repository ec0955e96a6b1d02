import { ACTING, visible } from "../../src/report/visible.js";

type Child = Node | string | null;

type Tag = keyof HTMLElementTagNameMap;

interface Settings {
  readonly class?: string;
  readonly id?: string;
  readonly type?: string;
  readonly title?: string;
  readonly onclick?: (event: MouseEvent) => void;
  /** `aria-…`, `role`, `data-…`, and anything else to set as an attribute. */
  readonly attributes?: Readonly<Record<string, string>>;
}

/** Creates an element. Text from files is always inserted as text, never parsed as HTML, and can't change the text direction around it. */
export function element<T extends Tag>(
  tag: T,
  { class: names, onclick, attributes = {}, ...more }: Settings = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[T] {
  const made = document.createElement(tag);
  if (names !== undefined) made.className = names;
  if (made instanceof HTMLButtonElement) made.type = "button";
  for (const [name, value] of Object.entries({ ...attributes, ...more })) made.setAttribute(name, value);
  if (onclick !== undefined) made.addEventListener("click", onclick as EventListener);
  for (const child of children) if (child !== null) made.append(typeof child === "string" ? visible(child) : child);
  return made;
}

/** Finds an element of `index.html`. */
export function found<T extends HTMLElement>(id: string, type: new () => T): T {
  const there = document.getElementById(id);
  if (there instanceof type) return there;
  throw new Error(`index.html has no ${id}`);
}

export function button(words: string, onclick: () => void, names = "", title?: string): HTMLButtonElement {
  return element("button", { class: `button ${names}`, onclick, ...(title === undefined ? {} : { title }) }, words);
}

/** A text node that keeps tabs and line ends. */
export function codeText(text: string): Text {
  return new Text(text.replace(ACTING, (letter) => (/[\t\r\n]/.test(letter) ? letter : visible(letter))));
}

export function code(text: string, label: string): HTMLElement {
  const attributes = { tabindex: "0", role: "region", "aria-label": label };
  return element("pre", { class: "code", attributes }, codeText(text));
}
