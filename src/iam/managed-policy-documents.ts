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
}

interface ManagedPolicies {
  readonly whole: JsonValue | undefined;
  readonly reduced: JsonValue | undefined;
  /** Names of policies that do nothing to the catalogue's actions. */
  readonly idle: ReadonlySet<unknown>;
  readonly catalogueActions: ReadonlySet<string>;
}

let unpacked: ManagedPolicies | undefined;
const known = new Map<string, ManagedPolicy>();

function all(): ManagedPolicies {
  unpacked ??= read(JSON.parse(unpackText(packed)) as JsonObject);
  return unpacked;
}

/** `scripts/generate-managed-policies.mjs` says how the data is made. */
function read({ whole, reduced, idle, actions }: JsonObject): ManagedPolicies {
  return {
    whole,
    reduced,
    idle: new Set(Array.isArray(idle) ? idle : []),
    catalogueActions: new Set(String(actions).split(" ")),
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

function find(name: string): ManagedPolicy | null {
  const { whole, reduced, idle, catalogueActions } = all();
  const document = documentIn(whole, name);
  if (document !== null) return { document: parse(document, name), heldFor: null };
  const part = documentIn(reduced, name);
  if (part !== null) return { document: parse(part, name), heldFor: catalogueActions };
  return idle.has(name) ? { document: emptyDocument(filePlace(name)), heldFor: catalogueActions } : null;
}

function documentIn(documents: JsonValue | undefined, name: string): JsonObject | null {
  const found = isJsonObject(documents) ? property(documents, name) : undefined;
  return isJsonObject(found) ? found : null;
}

function parse({ Version = null, Statement }: JsonObject, name: string): PolicyDocument {
  const statements = (Array.isArray(Statement) ? Statement : []).map((one: JsonValue) => spreadActions(one));
  return parsePolicyDocument(nodeFromJson({ Version, Statement: statements }, filePlace(name)), "identity");
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
