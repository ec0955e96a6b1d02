import { isJsonObject, type JsonObject, type JsonValue, nodeFromJson, property } from "../source/json-node.js";
import { filePlace } from "../source/place.js";
import { emptyDocument } from "./empty-document.js";
import { packed } from "./managed-policies.generated.js";
import type { PolicyDocument } from "./model.js";
import { parsePolicyDocument } from "./parse-document.js";
import { unpackText } from "./unpack-text.js";

/** What we hold of an AWS-managed policy. */
export interface ManagedPolicy {
  readonly document: PolicyDocument;
  /** The actions, in lower case, for which the document says all that the policy does; null for every action. */
  readonly heldFor: ReadonlySet<string> | null;
  /** It denies other actions, too. */
  readonly deniesOthers?: boolean;
}

interface ManagedPolicies {
  readonly whole: JsonValue | undefined;
  readonly reduced: JsonValue | undefined;
  /** Names of policies that do nothing to the catalogue's actions. */
  readonly idle: ReadonlySet<unknown>;
  readonly catalogueActions: readonly string[];
  readonly catalogue: ReadonlySet<string>;
}

let unpacked: ManagedPolicies | undefined;
const known = new Map<string, ManagedPolicy>();
/** By names, with their paths and without. */
const paths = new Map<string, string>();

function all(): ManagedPolicies {
  unpacked ??= read(JSON.parse(unpackText(packed)) as JsonObject);
  return unpacked;
}

/** `scripts/generate-managed-policies.mjs` says how the data is made. */
function read(data: JsonObject): ManagedPolicies {
  const [whole, reduced, idle, actions] = ["whole", "reduced", "idle", "actions"].map((key) => property(data, key));
  const catalogueActions = String(actions).split(" ");
  return {
    whole,
    reduced,
    idle: new Set(Array.isArray(idle) ? idle : []),
    catalogueActions,
    catalogue: new Set(catalogueActions),
  };
}

/** An AWS-managed policy by its path and name (`job-function/ViewOnlyAccess`); `null` if AWS had none of that name. */
export function managedPolicy(name: string): ManagedPolicy | null {
  const before = known.get(name);
  if (before !== undefined) return before;
  const found = find(name);
  if (found !== null) known.set(name, found);
  return found;
}

/** The path and name of the AWS-managed policy that is called so, wherever in AWS's paths it is. */
export function managedPolicyCalled(name: string): string | null {
  if (paths.size === 0) {
    const { whole, reduced, idle } = all();
    const names = [whole, reduced].flatMap((held) => (isJsonObject(held) ? Object.keys(held) : []));
    for (const path of [...names, ...idle].map(String).reverse())
      paths.set(path, path).set(path.slice(path.lastIndexOf("/") + 1), path);
  }
  return paths.get(name) ?? null;
}

function find(name: string): ManagedPolicy | null {
  const { whole, reduced, idle, catalogueActions, catalogue } = all();
  const document = heldIn(whole, name);
  if (isJsonObject(document)) return { document: parseWhole(document, name), heldFor: null };
  const part = heldIn(reduced, name);
  if (Array.isArray(part)) {
    const document = parseReduced(part, catalogueActions, name);
    return { document, heldFor: catalogue, deniesOthers: part[0] === "denies" };
  }
  return idle.has(name) ? { document: emptyDocument(filePlace(name)), heldFor: catalogue } : null;
}

function heldIn(documents: JsonValue | undefined, name: string): JsonValue | undefined {
  return isJsonObject(documents) ? property(documents, name) : undefined;
}

function parseWhole({ Version = null, Statement }: JsonObject, name: string): PolicyDocument {
  const statements = (Array.isArray(Statement) ? Statement : []).map((one: JsonValue) => spreadActions(one));
  return parse(Version, statements, name);
}

function parse(Version: JsonValue, Statement: readonly JsonValue[], name: string): PolicyDocument {
  return parsePolicyDocument(nodeFromJson({ Version, Statement }, filePlace(name)), "identity");
}

/** The data has `ec2:StartInstances StopInstances|s3:*` for a list of three. */
function spreadActions(statement: JsonValue): JsonValue {
  if (!isJsonObject(statement)) return statement;
  const spread = Object.entries(statement).map(([key, value]): [string, JsonValue] => [
    key,
    (key === "Action" || key === "NotAction") && typeof value === "string" ? actionsOf(value) : value,
  ]);
  return Object.fromEntries(spread);
}

function actionsOf(text: string): readonly string[] {
  return text.split("|").flatMap((group) => {
    const [first = "", ...others] = group.split(" ");
    const service = first.slice(0, first.indexOf(":") + 1);
    return [first, ...others.map((name) => service + name)];
  });
}

/** The data names actions by their positions in the catalogue, and leaves out `Allow` and `*`. */
function parseReduced(held: readonly JsonValue[], catalogue: readonly string[], name: string): PolicyDocument {
  const statements = held.filter(isJsonObject).map(
    ({ Action, NotAction, ...others }): JsonObject => ({
      Effect: "Allow",
      ...(typeof NotAction === "string"
        ? { NotAction: actionsOf(NotAction) }
        : { Action: actionsAt(String(Action), catalogue) }),
      ...(others.NotResource === undefined && { Resource: "*" }),
      ...others,
    }),
  );
  return parse("2012-10-17", statements, name);
}

/** `3-9 1a|ec2:Describe*`, positions in base 36. */
function actionsAt(named: string, catalogue: readonly string[]): readonly string[] {
  const [first = "", ...patterns] = named.split("|");
  const places = first.includes("*") || first.includes("?") ? [] : first.split(" ");
  const spelt = places.flatMap((run) => {
    const [first = 0, last = first] = run.split("-").map((place) => Number.parseInt(place, 36));
    return catalogue.slice(first, last + 1);
  });
  return [...spelt, ...(places.length === 0 ? [first] : []), ...patterns];
}
