import { posix } from "node:path";
import { lineStart } from "../source/line-index.js";
import { type Place, rangePlace } from "../source/place.js";
import type { TextFile } from "../source/text-file.js";
import type { Workspace } from "../source/workspace.js";

/** Finds calls in the user's own code by the stack traces of a synthesis, which have the paths of the machine that ran it. */
export class TracedCalls {
  private readonly files = new Map<string, TextFile | null>();

  /** @param output the folder that the synthesis wrote, such as `cdk.out`, below that of the app */
  constructor(
    private readonly output: string,
    private readonly workspace: Workspace,
  ) {}

  /** The innermost call that stands in this repository; null when there is none. A trace has that one first. */
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

  /** The file whose path ends like that of the trace, as far as can be: from the output's parent upwards. */
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

/** From the call to the end of its line. */
function callPlace(file: TextFile, line: number, column: number): Place | null {
  const start = lineStart(file, line);
  if (start === null) return null;
  const lineEnd = file.text.indexOf("\n", start);
  const end = lineEnd === -1 ? file.text.length : lineEnd;
  const at = start + column - 1;
  return at < end ? rangePlace(file, at, file.text.slice(at, end).trimEnd().length + at) : null;
}
