import { append } from "../../source/append.js";
import { plural } from "../../source/plural.js";
import type { ReportedFinding } from "../report.js";
import { code, htmlText } from "./escape.js";

/** Longer lists of actions are folded, so that the next finding stays in view. */
const MAX_OPEN_ACTIONS = 20;

/** A finding's lines, followed by its actions with one line per service. */
export function actionsByService(lines: readonly string[], { kind, actions }: ReportedFinding): string {
  if (kind === null || actions.length === 0) return lines.join("  \n");
  const services = byService(actions);
  if (actions.length <= MAX_OPEN_ACTIONS) return [...lines, ...services.map(serviceLine)].join("  \n");
  const counts = services.map(({ service, names }) => `${htmlText(service)} ${names.length}`).join(", ");
  const summary = `<summary>${plural(actions.length, "action")}: ${counts}</summary>`;
  const folded = `<details>${summary}\n\n${services.map(serviceLine).join("  \n")}\n\n</details>`;
  return `${lines.join("  \n")}\n\n${folded}`;
}

interface Service {
  readonly service: string;
  readonly names: readonly string[];
}

function byService(actions: readonly string[]): readonly Service[] {
  const services = new Map<string, string[]>();
  for (const action of actions) {
    const [service = "", name = ""] = action.split(":");
    append(services, service, name);
  }
  return [...services].map(([service, names]) => ({ service, names }));
}

function serviceLine({ service, names }: Service): string {
  return `${code(`${service}:`)} ${names.map(code).join(" ")}`;
}
