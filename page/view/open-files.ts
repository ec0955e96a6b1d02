import type { EditorState } from "@codemirror/state";
import type { PageFile } from "../core/memory-tree.js";
import type { SentFile } from "../core/messages.js";
import { editorState } from "./editor.js";

/** The editor shows texts up to this size. Larger files are checked but not shown. */
export const MAX_SHOWN = 20 * 1024 * 1024;

/** A file to open. */
export interface Given {
  readonly path: string;
  readonly isNamed: boolean;
  readonly content: PageFile["content"];
}

/** A file that is open in the page. */
export class OpenFile {
  path: string;
  readonly isNamed: boolean;
  /** The version of its content, and the version that the worker has. */
  version = 1;
  sent = 0;
  /** The version that the reader has elsewhere: the original, or one that was copied or saved since. */
  private kept = 1;
  private readonly given: PageFile["content"];
  private editor: EditorState | null = null;

  /**
   * @param isGuessed whether the name was guessed from the text and follows it
   * @param onEdit is called after each change to the text
   */
  constructor(
    readonly id: number,
    { path, isNamed, content }: Given,
    public isGuessed: boolean,
    private readonly onEdit: (file: OpenFile) => void,
  ) {
    this.path = path;
    this.isNamed = isNamed;
    this.given = content;
  }

  get content(): PageFile["content"] {
    return this.editor?.doc.toString() ?? this.given;
  }

  /** Null if the editor can't show it. */
  get text(): string | null {
    const { content } = this;
    return typeof content === "string" ? content : null;
  }

  get isEmpty(): boolean {
    return this.editor === null ? this.given === "" : this.editor.doc.length === 0;
  }

  /** Whether it has content that would be lost with the page. */
  get isOnlyHere(): boolean {
    return this.version !== this.kept && !this.isEmpty;
  }

  /** Whether its text was changed since it was opened, even if it was changed back. */
  get isChanged(): boolean {
    return this.version > 1;
  }

  markKept(): void {
    this.kept = this.version;
  }

  /** The editor's state. Created on first use, because a folder may have thousands of files, and readers open few of them. */
  get state(): EditorState | null {
    if (this.editor === null && typeof this.given === "string") this.editor = this.stateOf(this.given);
    return this.editor;
  }

  set state(state: EditorState) {
    this.editor = state;
  }

  /** Recreates the editor's state, because the coloring depends on the name. */
  rename(path: string): void {
    this.path = path;
    if (this.editor !== null) this.editor = this.stateOf(this.editor.doc.toString());
  }

  private stateOf(text: string): EditorState {
    return editorState(text, this.path, (state) => {
      this.editor = state;
      this.version += 1;
      this.onEdit(this);
    });
  }
}

export class OpenFiles {
  readonly all: OpenFile[] = [];
  private next = 1;

  /** @param onEdit is called after each change to a text */
  constructor(private readonly onEdit: (file: OpenFile) => void) {}

  open({ path, ...given }: Given, isGuessed = false): OpenFile {
    const name = this.free(cleanPath(path), null);
    const file = new OpenFile(this.next++, { ...given, path: name }, isGuessed, (edited) => this.edited(edited));
    this.all.push(file);
    return file;
  }

  close(file: OpenFile): void {
    const at = this.all.indexOf(file);
    if (at !== -1) this.all.splice(at, 1);
  }

  clear(): void {
    this.all.length = 0;
  }

  /** Reopens closed files. The worker no longer has them. */
  putBack(closed: readonly OpenFile[], index = this.all.length): void {
    this.all.splice(index, 0, ...closed);
    for (const file of closed) {
      file.sent = 0;
      file.path = this.free(file.path, file);
    }
  }

  /** An open file with the same name and text. */
  same({ path, content }: Given): OpenFile | undefined {
    const known = this.find(cleanPath(path));
    return known !== undefined && typeof content === "string" && known.text === content ? known : undefined;
  }

  rename(file: OpenFile, path: string): void {
    file.rename(this.free(cleanPath(path), file));
    file.isGuessed = false;
  }

  find(path: string): OpenFile | undefined {
    return this.all.find((file) => file.path === path);
  }

  /** All files, with the content of those that the worker doesn't have yet. */
  toSend(): readonly SentFile[] {
    return this.all.map((file) => {
      const { id, path, isNamed, version, sent } = file;
      file.sent = version;
      return { id, path, isNamed, ...(sent === version ? {} : { content: file.content }) };
    });
  }

  /** A new worker has no files. */
  forgetSent(): void {
    for (const file of this.all) file.sent = 0;
  }

  private edited(file: OpenFile): void {
    if (file.isGuessed) file.path = this.free(guessName(file.state?.sliceDoc(0, 4000) ?? ""), file);
    this.onEdit(file);
  }

  /** The name itself, or a similar one that no other file has. */
  private free(path: string, own: OpenFile | null): string {
    const isTaken = (name: string): boolean => this.all.some((file) => file !== own && file.path === name);
    if (!isTaken(path)) return path;
    const [, stem = "", end = ""] = /^(.*?)(\.[^./]*)?$/s.exec(path) ?? [];
    for (let count = 2; ; count += 1) {
      const other = `${stem}-${count}${end}`;
      if (!isTaken(other)) return other;
    }
  }
}

const MAX_NAME_LENGTH = 500;

/** A clean path below the top folder: not absolute, not leading out of it, and on one line. */
export function cleanPath(given: string): string {
  const parts = given
    .slice(0, MAX_NAME_LENGTH)
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu, "_")
    .split(/[\\/]/)
    .map((part) => part.trim())
    .filter((part) => part !== "" && part !== "." && part !== "..");
  return parts.length === 0 ? "file.json" : parts.join("/");
}

/** Guesses a name for a pasted text. Its extension shows people and Terraform's readers the format of the text. */
export function guessName(start: string): string {
  const text = start.trimStart();
  if (/^[[{]/.test(text)) {
    if (/"(?:terraform_version|planned_values|format_version)"/.test(text)) return "plan.json";
    return /"(?:Resources|AWSTemplateFormatVersion)"/.test(text) ? "template.json" : "policy.json";
  }
  if (/^(?:resource|data|module|variable|terraform|provider|locals|output)\b[^\n:]*\{/m.test(text)) return "main.tf";
  return /^(?:AWSTemplateFormatVersion|Resources|Transform|Parameters)\s*:/m.test(text)
    ? "template.yaml"
    : "policy.json";
}
