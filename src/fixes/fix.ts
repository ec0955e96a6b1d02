import type { AddActions, Remedy } from "../rules/remedy.js";
import { addToList } from "./add-to-list.js";
import { repairJson } from "./repair-json.js";
import type { TextEdit } from "./text-edit.js";
import { writtenList } from "./written-list.js";

/** The edits that carry a remedy out, all of them or none. */
export interface Fix {
  readonly description: string;
  readonly edits: readonly TextEdit[];
}

/** Null when no edit of a file is honest: the text is made elsewhere, or shared with other places. */
export function fixOf(remedy: Remedy): Fix | null {
  switch (remedy.kind) {
    case "add-actions":
      return addActions(remedy);
    case "repair-json": {
      const edits = repairJson(remedy.file);
      return edits === null ? null : { description: "Add the missing commas and replace no-break spaces", edits };
    }
  }
}

function addActions({ lists, actions }: AddActions): Fix | null {
  const edits: TextEdit[] = [];
  for (const { statement } of lists) {
    const { place, patterns } = statement.actions;
    const written = writtenList({ place, items: patterns }, "Action");
    const added = written === null ? null : addToList(written, actions);
    if (added === null) return null;
    edits.push(...added);
  }
  if (edits.length === 0) return null;
  const names = lists.map(({ policy }) => policy.name).join(" and ");
  const what = actions.length === 1 ? "the action" : `the ${actions.length} actions`;
  return { description: `Add ${what} to policy ${names}`, edits };
}
