import { posix } from "node:path";
import { isJsonObject, type JsonValue, property } from "../../source/json-node.js";
import { entryOf, type Node } from "../../source/node.js";
import { parseJson } from "../../source/parse-json.js";
import type { Place } from "../../source/place.js";
import type { TextFile } from "../../source/text-file.js";
import type { Workspace } from "../../source/workspace.js";
import { TracedCalls } from "../traced-call.js";

/** A cloud assembly's data about a construct: its logical ID, and the calls that led to it, the innermost first. */
interface Construct {
  readonly logicalId: string;
  readonly calls: readonly string[];
}

/**
 * Finds the source of the constructs in a template that CDK wrote. The assembly's manifest, or since 2025 a metadata file that it
 * names, has a stack trace for each construct (package @aws-cdk/cloud-assembly-schema): as `aws:cdk:creationStack`, or formerly
 * as `trace` of `aws:cdk:logicalId`. The traces have the paths of the machine that ran the synthesis.
 */
export class CdkSources {
  readonly #byPath: ReadonlyMap<string, Construct>;
  /** Null if several nested templates have the same logical ID. */
  readonly #byLogicalId = new Map<string, Construct | null>();
  readonly #calls: TracedCalls;

  constructor(template: string, workspace: Workspace) {
    this.#calls = new TracedCalls(posix.dirname(template), workspace);
    this.#byPath = template.toLowerCase().endsWith(".template.json")
      ? adjacentConstructs(template, workspace)
      : new Map();
    for (const construct of this.#byPath.values()) {
      const { logicalId } = construct;
      this.#byLogicalId.set(logicalId, this.#byLogicalId.has(logicalId) ? null : construct);
    }
  }

  /** The call in the user's own code that created a resource. Returns null if it is unknown, or not in this repository. */
  placeOf(logicalId: string, metadata: Node | undefined): Place | null {
    return this.#calls.placeOf(this.#constructOf(logicalId, metadata)?.calls ?? []);
  }

  #constructOf(logicalId: string, metadata: Node | undefined): Construct | undefined {
    const path = metadata?.kind === "map" ? entryOf(metadata, "aws:cdk:path")?.value : undefined;
    if (path?.kind === "scalar") return this.#byPath.get(`/${path.value}`);
    return this.#byLogicalId.get(logicalId) ?? undefined;
  }
}

const parsedFiles = new WeakMap<TextFile, JsonValue>();

/** Parses each file once: manifests are large, and many templates need the same one. */
function jsonFile(path: string, workspace: Workspace): JsonValue {
  const file = workspace.readText(path);
  if (file === null) return null;
  const known = parsedFiles.get(file);
  if (known !== undefined) return known;
  const parsed = parseJson(file);
  const value = "value" in parsed ? parsed.value : null;
  parsedFiles.set(file, value);
  return value;
}

function adjacentConstructs(template: string, workspace: Workspace): ReadonlyMap<string, Construct> {
  const folder = posix.dirname(template);
  const constructs = new Map<string, Construct>();
  for (const [, artifact] of entriesOf(
    fieldOf(jsonFile(posix.join(folder, "manifest.json"), workspace), "artifacts"),
  )) {
    const beside = fieldOf(artifact, "additionalMetadataFile");
    const additional =
      typeof beside === "string" ? jsonFile(posix.join(folder, posix.basename(beside)), workspace) : null;
    for (const [path, entries] of [...entriesOf(fieldOf(artifact, "metadata")), ...entriesOf(additional)]) {
      const construct = Array.isArray(entries) ? constructOf(entries) : null;
      if (construct !== null) constructs.set(path, construct);
    }
  }
  return constructs;
}

function constructOf(entries: readonly JsonValue[]): Construct | null {
  let logicalId: string | null = null;
  const calls: string[] = [];
  for (const entry of entries) {
    const [type, data] = [fieldOf(entry, "type"), fieldOf(entry, "data")];
    if (type === "aws:cdk:logicalId" && typeof data === "string") {
      logicalId = data;
      calls.push(...textsIn(fieldOf(entry, "trace")));
    } else if (type === "aws:cdk:creationStack") calls.push(...textsIn(data));
  }
  return logicalId === null ? null : { logicalId, calls };
}

function textsIn(value: JsonValue | undefined): readonly string[] {
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === "string") : [];
}

function fieldOf(value: JsonValue | undefined, key: string): JsonValue | undefined {
  return isJsonObject(value) ? property(value, key) : undefined;
}

function entriesOf(value: JsonValue | undefined): readonly (readonly [string, JsonValue])[] {
  return isJsonObject(value) ? Object.entries(value) : [];
}
