type Child = Node | string | null;

type Tag = keyof HTMLElementTagNameMap;

interface Settings {
  readonly class?: string;
  readonly id?: string;
  readonly type?: string;
  readonly title?: string;
  readonly onclick?: (event: MouseEvent) => void;
  /** `aria-…`, `role`, `data-…` and what else is set as an attribute. */
  readonly attributes?: Readonly<Record<string, string>>;
}

/** Makes an element. Whatever a file says becomes text: nothing of it is ever read as HTML. */
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
  made.append(...children.filter((child) => child !== null));
  return made;
}

/** An element of `index.html`. */
export function found<T extends HTMLElement>(id: string, type: new () => T): T {
  const there = document.getElementById(id);
  if (there instanceof type) return there;
  throw new Error(`index.html has no ${id}`);
}

export function button(words: string, onclick: () => void, names = "", title?: string): HTMLButtonElement {
  return element("button", { class: `button ${names}`, onclick, ...(title === undefined ? {} : { title }) }, words);
}
