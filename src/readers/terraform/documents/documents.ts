import type { PolicyDocument } from "../../../iam/model.js";
import { lazyDocument, type PolicyUse, parsePolicyDocument } from "../../../iam/parse-document.js";
import { deniesIn } from "../../../iam/uncertain-denies.js";
import { parseEmbeddedJson } from "../../../source/embedded-json.js";
import { type JsonValue, nodeFromJson, property } from "../../../source/json-node.js";
import type { Node, Unresolved, UnresolvedNode } from "../../../source/node.js";
import { type Place, pathOf, rangeOf, rootPlace } from "../../../source/place.js";
import { type Candidate, unknownOnes, type Wanted } from "../links/candidate.js";
import type { ConfiguredModules } from "../links/configured-modules.js";
import type { Evaluated } from "../links/evaluated.js";
import type { Links } from "../links/links.js";
import { listIn, objectIn, textIn, valueAt } from "../model/fields.js";
import { listed } from "../model/listed.js";
import { isUnknown, type PlannedResource } from "../model/plan.js";
import { isMarked } from "../secrets/marks.js";
import type { Secrets } from "../secrets/secrets.js";
import { withoutMarkedParts, withoutSecrets, withoutTexts } from "../secrets/sensitive.js";
import { parseText, sameJson } from "../source/json-text.js";
import type { Sources } from "../source/sources.js";
import { documentFromData, type UnknownReferences } from "./document-data.js";
import { placedAsWritten } from "./placed-as-written.js";

const MAX_DEPTH = 16;

/** Reads the policy documents in a plan's resources, as far as the plan and its configuration determine them. */
export class Documents {
  protected readonly built = new Map<PlannedResource, Node>();

  constructor(
    private readonly links: Links,
    private readonly modules: ConfiguredModules,
    private readonly sources: Sources,
    private readonly secrets: Secrets,
    private readonly evaluated: Evaluated,
  ) {}

  /**
   * Reads the document in an attribute, which may be in nested blocks. Returns an unresolved value if nothing is known
   * about the document.
   */
  read(resource: PlannedResource, path: readonly (string | number)[], use: PolicyUse): PolicyDocument | Unresolved {
    const isText = typeof valueAt(resource.values, path) === "string" && !isMarked(resource.sensitive, path);
    if (isText) return lazyDocument(null, () => parsePolicyDocument(this.node(resource, path, 0), use));
    const node = this.node(resource, path, 0);
    return node.kind === "unresolved" && deniesIn(node.mayBe).length === 0
      ? { kind: "unresolved", expression: node.expression }
      : parsePolicyDocument(node, use);
  }

  private node(resource: PlannedResource, path: readonly (string | number)[], depth: number): Node {
    const text = valueAt(resource.values, path);
    const link = this.links.single(resource, path, "document");
    const data = link.kind === "found" ? link.resource : undefined;
    return data !== undefined && depth < MAX_DEPTH && (typeof text !== "string" || isPlainCopy(data, text))
      ? this.fromData(data, depth)
      : this.fromText(resource, path, text, link.kind === "open" ? link.open : []);
  }

  private fromText(
    resource: PlannedResource,
    path: readonly (string | number)[],
    text: JsonValue | undefined,
    open: readonly string[],
  ): Node {
    const place = this.sources.attributeAt(resource, path)?.place ?? this.sources.placeOf(resource);
    if (typeof text !== "string") {
      const value = valueAt(resource.unknown, path) === true ? this.evaluated.value(resource, path) : null;
      const written = documentIn(value);
      if (written !== null) return withinAttribute(withoutTexts(written, this.secrets), place);
      const expression = open.length > 0 ? listed(open) : `${path.join(".")} of ${resource.address}`;
      return { kind: "unresolved", place, expression, ...mayBeOf(value) };
    }
    const value = parseText(text);
    if (value === undefined) return { kind: "scalar", place, value: text };
    const written = documentIn(this.evaluated.sourceOf(resource, path));
    const placed = written === null ? null : placedAsWritten(value, written);
    const isHidden = isMarked(resource.sensitive, path);
    if (written === null || placed === null) {
      const node = nodeFromJson(value, asWhole(place));
      return isHidden ? withoutSecrets(node, this.secrets) : node;
    }
    // The source doesn't show which parts are sensitive.
    return withinAttribute(isHidden ? withoutTexts(written, this.secrets) : placed, place);
  }

  /** The document of a data source, if the plan doesn't have its text. */
  ofData(data: PlannedResource): Node {
    return this.fromData(data, 0);
  }

  protected fromData(data: PlannedResource, depth: number): Node {
    const known = this.built.get(data);
    if (known !== undefined) return known;
    const document = documentFromData(data, this.sources.documentPlaces(data), this.unknownIn(data), {
      before: this.others(data, ["source_json", "source_policy_documents"], depth),
      after: this.others(data, ["override_policy_documents", "override_json"], depth),
      shown: (statement, index) => withoutMarkedParts(statement, index, data.sensitive, this.secrets),
    });
    this.built.set(data, document);
    return document;
  }

  /**
   * Finds unknown references in a data source's statements. The configuration omits dynamic blocks, so if there are
   * any, statements can't be identified by index.
   */
  private unknownIn(data: PlannedResource): UnknownReferences {
    const written = listIn(objectIn(this.modules.configOf(data) ?? {}, "expressions"), "statement").length;
    const isComplete = written === listIn(data.values, "statement").length;
    const candidates = (index: number, attribute: string, wanted: Wanted): readonly Candidate[] =>
      isComplete ? this.links.candidates(data, ["statement", index, attribute], wanted) : [];
    return {
      written: (index, attribute) => {
        const path = ["statement", index, attribute];
        return isComplete ? this.evaluated.value(data, path) : this.evaluated.sourceOf(data, path);
      },
      names: (index, attribute) =>
        candidates(index, attribute, "document").flatMap((one) => (one.kind === "open" ? [one.text] : [])),
      principal: (index) => {
        const found = candidates(index, "principals", "role");
        const [role, ...others] = unknownOnes(found);
        const isSure = others.length === 0 && !found.some(({ kind }) => kind === "open");
        return isSure && role?.mode === "managed" && textIn(role.values, "name") !== "" ? role : null;
      },
    };
  }

  /** The documents that a data source starts from, or the documents that override it, in order. */
  private others(data: PlannedResource, attributes: readonly string[], depth: number): readonly Node[] {
    return attributes.flatMap((attribute) => {
      const texts = [property(data.values, attribute)].flat();
      const flags = property(data.unknown, attribute);
      const isHidden = isMarked(data.sensitive, [attribute]);
      const known = (text: JsonValue | undefined): readonly Node[] =>
        this.fromJson(data, text).map((document) => (isHidden ? withoutSecrets(document, this.secrets) : document));
      if (flags !== true && !isUnknown(data, attribute)) return texts.flatMap(known);
      const linked = this.unknownDocuments(data, attribute, flags, depth);
      if (!Array.isArray(flags)) return linked;
      const next = linked.values();
      return flags.flatMap((flag, at) => (flag === true ? [next.next().value ?? []].flat() : known(texts[at])));
    });
  }

  /** The documents behind elements that are known only after apply, or unresolved nodes if they can't be determined for certain. */
  private unknownDocuments(
    data: PlannedResource,
    attribute: string,
    flags: JsonValue | undefined,
    depth: number,
  ): readonly Node[] {
    const candidates = this.links.candidates(data, [attribute], "document");
    const documents = unknownOnes(candidates);
    const count = Array.isArray(flags) ? flags.filter((flag) => flag === true).length : 1;
    const sure = documents.length === count && !candidates.some(({ kind }) => kind === "open") && depth < MAX_DEPTH;
    if (sure) return documents.map((document) => this.fromData(document, depth + 1));
    const written = this.writtenDocuments(data, attribute, flags);
    if (written !== null) return written;
    const expression = `${attribute} of ${data.address}`;
    const more = mayBeOf(this.evaluated.value(data, [attribute]));
    return Array.from({ length: count }, () => ({
      ...{ kind: "unresolved", place: this.sources.placeOf(data), expression },
      ...more,
    }));
  }

  /** Reads the same documents from the source. Returns null unless the source determines all of them. */
  private writtenDocuments(
    data: PlannedResource,
    attribute: string,
    flags: JsonValue | undefined,
  ): readonly Node[] | null {
    const node = this.evaluated.value(data, [attribute]);
    const all = node?.kind === "list" ? node.items : [node];
    if (Array.isArray(flags) && flags.length !== all.length) return null;
    const documents = all.filter((_, at) => !Array.isArray(flags) || flags[at] === true).map(documentIn);
    return documents.every((document) => document !== null) ? documents : null;
  }

  private fromJson(data: PlannedResource, text: JsonValue | undefined): readonly Node[] {
    const value = typeof text === "string" && text !== "" ? parseText(text) : undefined;
    return value === undefined ? [] : [nodeFromJson(value, this.sources.placeOf(data))];
  }
}

/** Gives a document that is written inside its own attribute the place of the whole attribute. The document's parts keep their places. */
function withinAttribute(document: Node, attribute: Place): Node {
  const [inner, outer] = [rangeOf(document.place), rangeOf(attribute)];
  const isWithin = inner !== null && inner.file === outer?.file && outer.start <= inner.start && inner.end <= outer.end;
  return isWithin && document.kind === "map" ? { kind: "map", place: attribute, entries: document.entries } : document;
}

/** The place that all parts of a document share, because the document is written there as a single string. */
function asWhole(place: Place): Place {
  if (place.kind !== "node") return place;
  const { document, part } = place;
  const path = pathOf(place);
  return rootPlace({ file: document.file, find: () => document.find(path, part) });
}

/** The `mayBe` of a node that is unknown but may contain this value. */
function mayBeOf(value: Node | null): Pick<UnresolvedNode, "mayBe"> {
  return value === null ? {} : { mayBe: [value] };
}

/** The known part of the document in a string. Returns null if nothing is known. */
export function documentIn(text: Node | null): Node | null {
  if (text?.kind !== "scalar" && text?.kind !== "partial") return null;
  const parsed = parseEmbeddedJson(text);
  return "node" in parsed && parsed.node.kind !== "unresolved" ? parsed.node : null;
}

/**
 * Whether a data source's statements come unchanged from a known string: no other documents are merged in, and the
 * string wasn't modified.
 */
function isPlainCopy(data: PlannedResource, text: string): boolean {
  const names = ["source_policy_documents", "source_json", "override_policy_documents", "override_json"];
  const empty = (value: JsonValue | undefined): boolean =>
    value === undefined || value === null || value === "" || (Array.isArray(value) && value.length === 0);
  const [own, other] = [textIn(data.values, "json"), text].map(parseText);
  return (
    names.every((name) => empty(property(data.values, name)) && !isUnknown(data, name)) &&
    own !== undefined &&
    other !== undefined &&
    sameJson(own, other)
  );
}
