import { asJsonText } from "../../../source/encoded-json.js";
import { isJsonObject, type JsonValue, property } from "../../../source/json-node.js";
import type { MapEntry, Node, UnresolvedNode } from "../../../source/node.js";
import type { Place } from "../../../source/place.js";
import { arnPattern } from "../../arn-pattern.js";
import type { PlannedAttribute } from "../links/evaluated.js";
import type { ByKey } from "../links/instances.js";
import { newRoleArn } from "../links/role-arn.js";
import { indexValue } from "../model/address.js";
import { isUnknown, type PlannedResource } from "../model/plan.js";
import { isMarked } from "../secrets/marks.js";
import type { Secrets } from "../secrets/secrets.js";
import type { WrittenNumbers } from "./written-numbers.js";

/** Attributes that take another attribute's value when the resource is created. */
const HANDED_ON: ReadonlyMap<string, string> = new Map([["terraform_data.output", "input"]]);

/** Attributes that an instance also has if only its source is known. */
const COMPUTED = ["arn", "id", "name", "output"];

/** Whether a resource certainly has an attribute. If the source doesn't set it, the provider might not have it. */
export function hasAttribute({ resource, attribute }: PlannedAttribute): boolean {
  if (Object.hasOwn(resource.values, attribute) || Object.hasOwn(resource.unknown, attribute)) return true;
  const computed = resource.type === "terraform_data" ? ["id", "output"] : COMPUTED;
  return resource.isOpen === true && computed.includes(attribute);
}

/** Attributes other than `arn` that contain ARNs. */
const ARN_TOO: ReadonlySet<string> = new Set(["aws_iam_policy.id", "aws_sns_topic.id"]);

/** The plan's values as nodes. Values that are sensitive or known only after apply are unresolved. */
export class PlannedValues {
  private readonly origins = new WeakMap<Node, PlannedAttribute>();

  constructor(
    private readonly secrets: Secrets,
    /** The document of a `data.aws_iam_policy_document` for which the plan has no text. */
    private readonly documentOf: (data: PlannedResource) => Node,
    /** The source's expression for an attribute that is known only after apply. Null if the source doesn't determine it. */
    private readonly writtenOf: (resource: PlannedResource, attribute: string) => Node | null,
    private readonly numbers: WrittenNumbers,
  ) {}

  /** A value of the plan as a node. Returns null if the plan doesn't have the value. */
  json(value: JsonValue | undefined, place: Place, shown: string): Node | null {
    return value === undefined ? null : this.node(value, false, place, shown);
  }

  attribute(resource: PlannedResource, name: string, place: Place): Node {
    const shown = `${resource.address}.${name}`;
    const flags = property(resource.unknown, name) ?? false;
    const value = property(resource.values, name);
    const isDocument = resource.type === "aws_iam_policy_document";
    const isHidden = (resource.deferred !== null && !isDocument) || isMarked(resource.sensitive, [name]);
    const told = flags === false && !isHidden ? {} : this.told(resource);
    if (!isHidden && flags !== true && value !== undefined) return this.node(value, flags, place, shown, told);
    const like =
      resource.mode === "managed" && (name === "arn" || ARN_TOO.has(`${resource.type}.${name}`))
        ? arnPattern(resource.type)
        : null;
    const node: Node = (isHidden ? null : this.unknownAttribute(resource, name, place)) ?? {
      ...{ kind: "unresolved", place, expression: shown, ...told },
      ...(like === null ? {} : { like }),
    };
    this.origins.set(node, { resource, attribute: name });
    return node;
  }

  /** The attribute that an unknown node represents. */
  originOf(node: Node): PlannedAttribute | undefined {
    return this.origins.get(node);
  }

  whole(resource: PlannedResource, place: Place): Node {
    const computed = resource.isOpen ? COMPUTED : [];
    const names = new Set([...Object.keys(resource.values), ...Object.keys(resource.unknown), ...computed]);
    const entries = [...names].map(
      (key): MapEntry => ({ key, keyPlace: place, value: this.attribute(resource, key, place) }),
    );
    return { kind: "map", place, entries, ...(resource.isOpen ? { mayHaveMore: true } : {}) };
  }

  /** Instances of `count` as a list, instances of `for_each` as a map. */
  instances(instances: ByKey<PlannedResource>, place: Place): Node {
    const all = [...instances].map(([key, resource]) => ({ key: indexValue(key), resource }));
    if (all.every(({ key }) => typeof key === "number")) {
      const sorted = all.toSorted((a, b) => Number(a.key) - Number(b.key));
      const items = sorted.map(({ resource }) => this.whole(resource, place));
      return { kind: "list", place, items, collection: "tuple" };
    }
    const entries = all.map(
      ({ key, resource }): MapEntry => ({ key: String(key), keyPlace: place, value: this.whole(resource, place) }),
    );
    return { kind: "map", place, entries, collection: "object" };
  }

  /** The values that the source sets, for a resource whose other values are known only to AWS or another provider. */
  private told(resource: PlannedResource): Pick<UnresolvedNode, "mayBe"> {
    if (!resource.isOpen) return {};
    return { mayBe: Object.keys(resource.unknown).flatMap((one) => this.writtenOf(resource, one) ?? []) };
  }

  private unknownAttribute(resource: PlannedResource, name: string, place: Place): Node | null {
    if (resource.type === "aws_iam_policy_document" && (name === "json" || name === "minified_json"))
      return asJsonText(this.documentOf(resource), place);
    if (resource.type === "aws_iam_role" && name === "arn") return newRoleArn(resource, place);
    const source = HANDED_ON.get(`${resource.type}.${name}`) ?? name;
    const written =
      resource.mode === "managed" && isUnknown(resource, source) ? this.writtenOf(resource, source) : null;
    // An attribute that is set to null counts as not set, so its value is unknown.
    const isSet = written?.kind !== "scalar" || written.value !== null;
    if (written !== null && isSet) return this.origins.has(written) ? { ...written } : written;
    return source === name ? null : this.attribute(resource, source, place);
  }

  private node(
    value: JsonValue,
    flags: JsonValue,
    place: Place,
    shown: string,
    told: Pick<UnresolvedNode, "mayBe"> = {},
  ): Node {
    if (flags === true || (typeof value === "string" && this.secrets.isIn(value))) {
      return { kind: "unresolved", place, expression: shown, ...told };
    }
    if (Array.isArray(value)) {
      const marks: readonly JsonValue[] = Array.isArray(flags) ? flags : [];
      const length = Math.max(value.length, marks.length);
      const items = Array.from({ length }, (_, at) =>
        this.node(value[at] ?? null, marks[at] ?? false, place, shown, told),
      );
      return { kind: "list", place, items };
    }
    if (typeof value === "number") return this.numbers.node(value, place, shown);
    if (!isJsonObject(value)) return { kind: "scalar", place, value: value as string | boolean | null };
    const marks = isJsonObject(flags) ? flags : {};
    const keys = [...new Set([...Object.keys(value), ...Object.keys(marks)])];
    const entries = keys.map(
      (key): MapEntry => ({
        key,
        keyPlace: place,
        value: this.node(property(value, key) ?? null, property(marks, key) ?? false, place, shown, told),
      }),
    );
    return { kind: "map", place, entries };
  }
}
