import type { Role } from "../../../iam/model.js";
import { accountInArn } from "../../../iam/principal-id.js";
import { isJsonObject, type JsonObject, type JsonValue, property } from "../../../source/json-node.js";
import { readExpression } from "../model/configuration.js";
import { listIn, objectIn, textIn } from "../model/fields.js";
import type { Plan, PlannedResource } from "../model/plan.js";
import type { ConfiguredModules } from "./configured-modules.js";

/**
 * Provider arguments that don't affect the account. IAM is the same in all regions.
 * https://registry.terraform.io/providers/hashicorp/aws/latest/docs#argument-reference
 */
const ACCOUNT_NEUTRAL_ARGUMENT =
  /^(?:(?:sts_)?region|(?:default|ignore)_tags|retry_mode|max_retries|token_bucket_\w+|(?:skip|use|s3)_\w+|\w+_proxy|insecure|user_agent)$/;

const AWS = "aws";

/** A variable's value that is an account ID or a role's ARN. */
const ACCOUNT = /^(?:arn:[a-z-]+:iam::)?(\d{12})(?:$|:role\/)/;

/** Distinguishes accounts by the provider configurations of resources, because role names are unique only within an account. */
export class Accounts {
  private readonly byKey = new Map<string, string>();
  private readonly byCredentials = new Map<string, string>();

  constructor(
    private readonly plan: Plan,
    private readonly modules: ConfiguredModules,
    /** The account of a provider configuration, if it can be determined from more than literal values. */
    private readonly known: (key: string) => string | null = () => null,
  ) {}

  /** Whether two resources are known to be created with the same credentials. */
  same(a: PlannedResource, b: PlannedResource): boolean {
    return this.of(a) === this.of(b);
  }

  /** The first provider configuration found that has the same credentials as the resource's own. */
  of(resource: PlannedResource): string {
    return this.first(this.providerOf(resource));
  }

  /** Whether a provider configuration has the same credentials as the root's default provider. */
  areOwn(key: string): boolean {
    return this.first(key) === this.first(AWS);
  }

  /** The provider configuration that creates a resource, its account if known, and its credentials unless they are the root's own. */
  makingOf(resource: PlannedResource | null | undefined): Pick<Role, "madeBy" | "provider" | "account"> {
    const key = resource ? this.providerOf(resource) : AWS;
    const first = this.first(key);
    const credentials = this.credentialsOf(first);
    const account = /^\d{12}$/.test(credentials) ? credentials : null;
    // The ARN of an existing resource contains its account.
    const is = accountInArn(textIn(resource?.values ?? {}, "arn")) ?? account;
    const assumes = JSON.stringify(assumedRole(this.expressionsOf(key)));
    return {
      madeBy: [{ key, account, credentials, assumes }],
      ...(is === null ? {} : { account: is }),
      ...(this.areOwn(key) ? {} : { provider: credentials }),
    };
  }

  private first(key: string): string {
    const known = this.byKey.get(key);
    if (known !== undefined) return known;
    const credentials = this.credentialsOf(key);
    const first = this.byCredentials.get(credentials) ?? key;
    this.byCredentials.set(credentials, first);
    this.byKey.set(key, first);
    return first;
  }

  /**
   * The key of the provider configuration that a resource uses. A module that inherits the default provider has a
   * separate key (`module.m:aws`) without a configuration.
   */
  private providerOf(resource: PlannedResource): string {
    const config = this.modules.configOf(resource);
    const key = config === undefined ? AWS : textIn(config, "provider_config_key");
    const provider = property(this.plan.providers, key);
    const inherits = !isJsonObject(provider) || property(provider, "expressions") === undefined;
    return inherits ? (key.split(":").at(-1) ?? key) : key;
  }

  private credentialsOf(key: string): string {
    return this.known(key) ?? accountPart(this.expressionsOf(key), (of) => this.valuesOf(key, of));
  }

  /** The values of the root's variables, if a provider's expression refers to nothing else. */
  private valuesOf(key: string, expression: JsonValue): readonly JsonValue[] {
    const read = readExpression(expression);
    const references = read.kind === "references" && !key.includes(":") ? read.references : [];
    const { variables, root } = this.plan;
    const values = references.map((one) => {
      const [, name = ""] = /^var\.([\w-]+)$/.exec(one) ?? [];
      return property(objectIn(variables, name), "value") ?? root.variableDefault(name) ?? null;
    });
    return values.includes(null) ? [] : values;
  }

  private expressionsOf(key: string): JsonObject {
    return objectIn(objectIn(this.plan.providers, key), "expressions");
  }
}

/**
 * The account ID, if the provider allows only one account or assumes a role whose ARN contains one. Otherwise
 * everything that may determine the account.
 */
function accountPart(expressions: JsonObject, valuesOf: (expression: JsonValue) => readonly JsonValue[]): string {
  const allowed = JSON.stringify(expressions.allowed_account_ids ?? "").replaceAll("\\", "");
  const only = /^(?:"|\{"constant_value":)\["(\d{12})"\]["}]$/.exec(allowed)?.[1];
  if (only !== undefined) return only;
  const role = assumedRole(expressions);
  const arn = JSON.stringify(role).replaceAll("\\", "");
  const account = /^(?:"|\{"constant_value":)"arn:[a-z-]+:iam::(\d{12}):role\/[^"]*"["}]$/.exec(arn)?.[1];
  const [told, ...others] = new Set(valuesOf(role).flatMap((value) => ACCOUNT.exec(String(value))?.[1] ?? []));
  const credentials = Object.entries(expressions).filter(([name]) => !ACCOUNT_NEUTRAL_ARGUMENT.test(name));
  if (told !== undefined && others.length === 0) return told;
  return account ?? JSON.stringify(credentials.sort(([one], [other]) => (one < other ? -1 : 1)));
}

/**
 * The ARN of the role that a provider assumes, or "". If there are several `assume_role` blocks, each role is assumed
 * with the credentials of the previous one, so the last one counts.
 */
function assumedRole(expressions: JsonObject): JsonValue {
  const blocks = ["assume_role", "assume_role_with_web_identity"].flatMap((name) =>
    listIn(expressions, name).slice(-1),
  );
  return blocks[0]?.role_arn ?? "";
}
