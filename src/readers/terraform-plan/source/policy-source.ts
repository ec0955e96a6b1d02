import { jsonDocument } from "../../../source/json-document.js";
import { type JsonValue, nodeFromJson } from "../../../source/json-node.js";
import type { Node } from "../../../source/node.js";
import { type Place, pathOf, rangeOf, rootPlace } from "../../../source/place.js";
import type { TextFile } from "../../../source/text-file.js";
import type { Workspace } from "../../../source/workspace.js";
import type { PlannedResource } from "../plan/plan.js";
import { parseText, sameJson } from "./json-text.js";
import { joinPath } from "./module-folder.js";
import type { SourceAttribute } from "./source-block.js";
import type { Sources } from "./sources.js";
import { templateDocument, writtenDocument } from "./written-document.js";

/**
 * Gives the parts of a policy document that the plan holds as text their places where it is written: in the file that the
 * attribute reads, in its heredoc or `jsonencode`, else at the attribute or block.
 */
export class PolicySource {
  constructor(
    private readonly sources: Sources,
    private readonly workspace: Workspace,
  ) {}

  document(resource: PlannedResource, path: readonly (string | number)[], value: JsonValue): Node {
    const attribute = this.sources.attributeAt(resource, path);
    if (attribute === null) return nodeFromJson(value, this.sources.placeOf(resource));
    const fromFile = this.fromFile(resource, attribute, value);
    if (fromFile !== null) return fromFile;
    const whole = attribute.written === null ? null : rangeOf(attribute.place);
    const document =
      attribute.written === null || whole === null ? null : writtenDocument(attribute.written, value, whole);
    return nodeFromJson(value, document === null ? asWhole(attribute.place) : rootPlace(document));
  }

  private fromFile(resource: PlannedResource, { expression }: SourceAttribute, value: JsonValue): Node | null {
    const [, called, argument] = READ.exec(expression) ?? [];
    const file = argument === undefined ? null : this.fileNamed(resource, argument);
    if (file === null) return null;
    if (called === "templatefile") return nodeFromJson(value, rootPlace(templateDocument(file, value)));
    const written = parseText(file.text);
    if (written === undefined || !sameJson(written, value)) return null;
    return nodeFromJson(written, rootPlace(jsonDocument(file, written)));
  }

  /** A path is relative to where `terraform` runs, which is the root module's folder, unless it says otherwise. */
  private fileNamed(resource: PlannedResource, argument: string): TextFile | null {
    const folder = argument.startsWith("${path.module}/")
      ? this.sources.blockOf(resource)?.folder
      : (this.sources.rootFolder ?? undefined);
    const path = argument
      .replace(/^\$\{path\.(?:module|root|cwd)\}\//, "")
      .replaceAll(OWN_KEY, () => keyText(resource));
    if (folder === undefined || path.startsWith("/") || path.includes("${")) return null;
    return this.workspace.readText(joinPath(folder, path));
  }
}

/** A place that all parts of a value share: the text of the document stands within one string there. */
function asWhole(place: Place): Place {
  if (place.kind !== "node") return place;
  const { document, part } = place;
  const path = pathOf(place);
  return rootPlace({ file: document.file, find: () => document.find(path, part) });
}

/** `file("...")` or `templatefile("...", ...)`, by itself or within functions that change the form alone. */
const READ = /^(?:(?:jsonencode|jsondecode|chomp|trimspace|sensitive)\(\s*)*(file|templatefile)\(\s*"([^"]+)"/;

/** `each.value` is the key where `for_each` goes over a set; the file is compared with the plan, so that a wrong one is found out. */
const OWN_KEY = /\$\{\s*(?:each\.key|each\.value|count\.index)\s*\}/g;

function keyText({ key }: PlannedResource): string {
  const value = key === null ? undefined : parseText(key.slice(1, -1));
  return typeof value === "string" || typeof value === "number" ? String(value) : "${";
}
