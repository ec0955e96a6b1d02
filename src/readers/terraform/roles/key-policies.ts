import { EVERYTHING } from "../../../iam/guardrail.js";
import type { Policy, StandingPolicy, Statement } from "../../../iam/model.js";
import { type Text, textOf } from "../../../source/node.js";
import { formatModuleAddress } from "../model/address.js";
import { textIn, textsIn } from "../model/fields.js";
import { isUnknown, type PlannedResource } from "../model/plan.js";
import { documentPolicy } from "./policies.js";
import type { Reading } from "./reading.js";
import { refersTo } from "./refers-to.js";

export type ReadingOfPolicies = Pick<Reading, "accounts" | "documents" | "sources" | "modules" | "file" | "links">;

const KEY = /^aws_kms_(?:replica_|external_|replica_external_)?key$/;

/** Whether a type is a KMS key, or a resource that gives keys policies or grants. */
export function isOfKeys(type: string): boolean {
  return KEY.test(type) || /^aws_kms_(?:key_policy|grant)$/.test(type);
}

export function keyPolicies(reading: ReadingOfPolicies, made: readonly PlannedResource[]): readonly StandingPolicy[] {
  const { file, sources } = reading;
  const ofType = (type: string, key: PlannedResource) =>
    made.filter((one) => one.type === type && refersTo(reading, one, "key_id", key) !== "no");
  return made
    .filter(({ type }) => KEY.test(type))
    .map((key): StandingPolicy => {
      const [own] = ofType("aws_kms_key_policy", key);
      const grants = ofType("aws_kms_grant", key).map((one) => grantOf(reading, one, key));
      const { provider, account } = reading.accounts.makingOf(key);
      return {
        id: key.address,
        of: "key",
        file,
        place: sources.placeOf(own ?? key),
        policies: policyOf(reading, own ?? key, "policy", key.address),
        ...(grants.length === 0 ? {} : { grants }),
        ...doubtOf(key),
        ...(own === undefined ? {} : linkedDoubt(reading, own, key)),
        ...(provider === undefined ? {} : { provider }),
        ...(account === undefined ? {} : { account }),
      };
    });
}

/** The reason why a resource might not exist. */
export function doubtOf({ address, deferred }: PlannedResource): Pick<StandingPolicy, "doubt"> {
  return deferred === null ? {} : { doubt: `whether ${address} exists` };
}

function linkedDoubt(
  reading: ReadingOfPolicies,
  one: PlannedResource,
  key: PlannedResource,
): Pick<StandingPolicy, "doubt"> {
  const isSure = refersTo(reading, one, "key_id", key) === "yes";
  return isSure ? doubtOf(one) : { doubt: `whether ${one.address} is for ${key.address}` };
}

/**
 * Converts a grant to statements that allow its operations on the key. A grant that is created with another grant's
 * kms:CreateGrant can't allow more than that grant, so CreateGrant might not be enough
 * (https://docs.aws.amazon.com/kms/latest/developerguide/create-grant-overview.html).
 */
function grantOf(reading: ReadingOfPolicies, grant: PlannedResource, key: PlannedResource): Policy {
  const { address: name, values, unknown } = grant;
  const place = reading.sources.placeOf(grant);
  const open: Text = { kind: "unresolved", expression: `operations of ${name}` };
  const operations = [...textsIn(values, "operations"), ...(isUnknown(grant, "operations") ? [open] : [])];
  const principals = [{ type: "AWS", id: granteeOf(reading, grant), place }] as const;
  const isGranting = (one: Text) => one === "CreateGrant";
  const constraints = [values.constraints ?? [], unknown.constraints ?? []].flat().filter(Boolean);
  const { doubt = constraints.length === 0 ? undefined : `constraints of ${name}` } = linkedDoubt(reading, grant, key);
  const allowing = (all: readonly Text[], why: string | undefined): Statement => ({
    ...{ place, sid: null, effect: "Allow", resources: EVERYTHING },
    actions: {
      negated: false,
      place,
      patterns: all.map((one) => ({ text: typeof one === "string" ? `kms:${one}` : one, place })),
    },
    principals: { negated: false, place, principals },
    conditions: why === undefined ? [] : [{ kind: "unresolved", expression: why, place }],
  });
  const statements = [
    allowing(
      operations.filter((one) => !isGranting(one)),
      doubt,
    ),
    allowing(operations.filter(isGranting), doubt ?? `what a grant by ${name} may allow`),
  ];
  const document = { place, version: "2012-10-17", statements, unresolved: [], problems: [], size: null } as const;
  return { kind: "document", name, attachment: "inline", document, awsManaged: false, place };
}

function granteeOf(reading: ReadingOfPolicies, grant: PlannedResource): Text {
  const attribute = "grantee_principal";
  const known = textIn(grant.values, attribute);
  const [written] = reading.links.written(grant, attribute);
  const expression = reading.modules.expressionAt(grant, [attribute]);
  const [reference = attribute] = expression.kind === "constant" ? [] : expression.references;
  const address = [formatModuleAddress(grant.module), reference].filter((part) => part !== "").join(".");
  return known || (written && textOf(written)) || { kind: "unresolved", expression: address };
}

/** Whether the configuration sets an attribute. */
export function isWritten({ modules }: ReadingOfPolicies, resource: PlannedResource, attribute: string): boolean {
  const written = modules.expressionAt(resource, [attribute]);
  return written.kind === "constant" ? written.value !== null : written.references.length > 0;
}

/** The policy in a key's attribute. Returns no policy if none is set, because AWS then creates a default policy. */
function policyOf(
  reading: ReadingOfPolicies,
  holder: PlannedResource,
  attribute: string,
  name: string,
): readonly Policy[] {
  if (!isWritten(reading, holder, attribute) && typeof holder.values[attribute] !== "string") return [];
  return [documentPolicy(reading, holder, [attribute], name, "resource")];
}
