import type { EditorState } from "@codemirror/state";
import type { PageFile } from "../core/memory-tree.js";
import type { SentFile } from "../core/messages.js";
import { editorState } from "./editor.js";

/** The editor takes texts up to this size; larger files are checked and not shown. */
export const MOST_SHOWN = 20 * 1024 * 1024;

/** A file that is open in the page. */
export interface OpenFile {
  readonly id: number;
  path: string;
  /** Whether the name was made up from the text, and follows it. */
  isGuessed: boolean;
  readonly isNamed: boolean;
  /** Null where the editor can't show it. */
  state: EditorState | null;
  /** What is checked where there is no editor. */
  readonly raw: PageFile["content"];
  /** Counts what happens to its content, and what of that the worker has. */
  version: number;
  sent: number;
}

/** A file that is to be opened. */
export interface Given {
  readonly path: string;
  readonly isNamed: boolean;
  readonly content: PageFile["content"];
}

export class OpenFiles {
  readonly all: OpenFile[] = [];
  private next = 1;

  /** @param onEdit is told of each change to a text */
  constructor(private readonly onEdit: (file: OpenFile) => void) {}

  open({ path, isNamed, content }: Given, isGuessed = false): OpenFile {
    const name = this.free(cleanPath(path), null);
    const file: OpenFile = {
      id: this.next++,
      path: name,
      isGuessed,
      isNamed,
      state: null,
      raw: typeof content === "string" ? "" : content,
      version: 1,
      sent: 0,
    };
    if (typeof content === "string") file.state = this.stateOf(file, content);
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

  rename(file: OpenFile, path: string): void {
    file.path = this.free(cleanPath(path), file);
    file.isGuessed = false;
    // Colours go by the name.
    if (file.state !== null) file.state = this.stateOf(file, file.state.doc.toString());
  }

  find(path: string): OpenFile | undefined {
    return this.all.find((file) => file.path === path);
  }

  /** What the worker lacks of them. */
  toSend(): readonly SentFile[] {
    return this.all.map((file) => {
      const { id, path, isNamed, state, raw, version, sent } = file;
      file.sent = version;
      return {
        id,
        path,
        isNamed,
        ...(sent === version ? {} : { content: state === null ? raw : state.doc.toString() }),
      };
    });
  }

  /** A new worker has nothing. */
  forgetSent(): void {
    for (const file of this.all) file.sent = 0;
  }

  private stateOf(file: OpenFile, text: string): EditorState {
    return editorState(text, file.path, (state) => {
      file.state = state;
      file.version += 1;
      if (file.isGuessed) file.path = this.free(guessName(state.sliceDoc(0, 4000)), file);
      this.onEdit(file);
    });
  }

  /** The name, or one like it that no other file has. */
  private free(path: string, own: OpenFile | null): string {
    const taken = new Set(this.all.filter((file) => file !== own).map((file) => file.path));
    if (!taken.has(path)) return path;
    const [, stem = "", end = ""] = /^(.*?)(\.[^./]*)?$/s.exec(path) ?? [];
    for (let count = 2; ; count += 1) {
      const other = `${stem}-${count}${end}`;
      if (!taken.has(other)) return other;
    }
  }
}

const LONGEST_NAME = 500;

/** A path below one folder, whatever was given: neither absolute nor leading out, and on one line. */
export function cleanPath(given: string): string {
  const parts = given
    .slice(0, LONGEST_NAME)
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu, "_")
    .split(/[\\/]/)
    .map((part) => part.trim())
    .filter((part) => part !== "" && part !== "." && part !== "..");
  return parts.length === 0 ? "file.json" : parts.join("/");
}

/** A name for a pasted text: its end tells people, and Terraform's readers, what it is. */
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
