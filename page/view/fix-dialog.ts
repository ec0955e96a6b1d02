import { unifiedDiff } from "../../src/cli/unified-diff.js";
import { button, codeText, element } from "./element.js";

/** A change to a file that the reader can accept. */
export interface Change {
  readonly path: string;
  readonly before: string;
  readonly after: string;
}

/** Shows a dialog with the changes and applies them if the reader accepts. */
export function offerFix(
  title: string,
  described: readonly string[],
  changes: readonly Change[],
  take: () => void,
): void {
  const dialog = element("dialog", { class: "dialog", attributes: { "aria-labelledby": "fix-title" } });
  const close = (): void => dialog.close();
  const accept = button(
    "Apply",
    () => {
      close();
      take();
    },
    "primary",
  );
  dialog.append(
    element("h2", { id: "fix-title" }, title),
    described.length === 1
      ? element("p", {}, described[0] ?? "")
      : element("ul", {}, ...described.map((words) => element("li", {}, words))),
    ...changes.map(diff),
    element("p", { class: "buttons" }, accept, button("Cancel", close)),
  );
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
  accept.focus();
}

function diff({ path, before, after }: Change): HTMLElement {
  const [, , ...lines] = unifiedDiff(path, before, after).split("\n");
  if (lines.at(-1) === "") lines.pop();
  const shown = lines.map((line) =>
    element("span", { class: `line ${LOOKS[line[0] ?? " "] ?? "same"}` }, codeText(visibleBlanks(line))),
  );
  return element(
    "figure",
    { class: "diff" },
    element("figcaption", {}, path),
    element("pre", { attributes: { tabindex: "0", role: "region", "aria-label": `Changes to ${path}` } }, ...shown),
  );
}

const LOOKS: Readonly<Record<string, string>> = { "+": "added", "-": "removed", "@": "hunk" };

/** Makes no-break spaces visible, because they may be all that changes. */
function visibleBlanks(line: string): string {
  return line.replaceAll("\u00a0", "⍽");
}
