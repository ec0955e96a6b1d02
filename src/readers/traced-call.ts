import { posix } from "node:path";
import { lineStart } from "../source/line-index.js";
import { type Place, rangePlace } from "../source/place.js";
import type { TextFile } from "../source/text-file.js";
import type { Workspace } from "../source/workspace.js";

/** Finds calls in the user's own code through the stack traces of a synthesis. Paths in the traces are from the machine that ran it. */
export class TracedCalls {
  private readonly files = new Map<string, TextFile | null>();

  /** @param output the folder that the synthesis wrote, such as `cdk.out`, inside the app's folder */
  constructor(
    private readonly output: string,
    private readonly workspace: Workspace,
  ) {}

  /** The innermost call in this repository. The innermost call comes first in a trace. Returns null if there is none. */
  placeOf(trace: readonly string[]): Place | null {
    for (const call of trace) {
      const [, path, line, column] = /^(?:.*\()?([^()]+):(\d+):(\d+)\)?$/.exec(call) ?? [];
      if (path === undefined || path.includes("node_modules") || path.startsWith("node:")) continue;
      const file = this.sourceFile(path.replaceAll("\\", "/").replace(/^file:\/\//, ""));
      const place = file === null ? null : callPlace(file, Number(line), Number(column));
      if (place !== null) return place;
    }
    return null;
  }

  private sourceFile(path: string): TextFile | null {
    const known = this.files.get(path);
    if (known !== undefined) return known;
    const file = this.find(path);
    this.files.set(path, file);
    return file;
  }

  /** The file whose path shares the longest ending with the path in the trace, searched from the output's parent folder upward. */
  private find(path: string): TextFile | null {
    const steps = path.split("/").filter((step) => step !== "" && step !== "..");
    for (let from = 0; from < steps.length; from += 1) {
      const end = steps.slice(from).join("/");
      for (let folder = posix.dirname(this.output); ; folder = posix.dirname(folder)) {
        const file = this.workspace.readText(posix.join(folder, end));
        if (file !== null) return file;
        if (folder === "." || folder === "/" || folder === "..") break;
      }
    }
    return null;
  }
}

/** The range from the call to the end of its line. */
function callPlace(file: TextFile, line: number, column: number): Place | null {
  const start = lineStart(file, line);
  if (start === null) return null;
  const lineEnd = file.text.indexOf("\n", start);
  const end = lineEnd === -1 ? file.text.length : lineEnd;
  const at = start + column - 1;
  return at < end ? rangePlace(file, at, file.text.slice(at, end).trimEnd().length + at) : null;
}
