import { isJsonObject, type JsonObject, property } from "../../../source/json-node.js";
import { listIn, objectIn, textIn } from "../plan/fields.js";
import type { Plan, PlannedResource } from "../plan/plan.js";
import type { ConfiguredModules } from "./configured-modules.js";

/**
 * What of a provider's configuration does not decide which account it works in. IAM is the same in all regions.
 * https://registry.terraform.io/providers/hashicorp/aws/latest/docs#argument-reference
 */
const BESIDE_THE_ACCOUNT =
  /^(?:(?:sts_)?region|(?:default|ignore)_tags|retry_mode|max_retries|token_bucket_\w+|(?:skip|use|s3)_\w+|\w+_proxy|insecure|user_agent)$/;

const AWS = "aws";

/** Tells accounts apart by the provider configurations of resources: names of roles are unique within one account only. */
export class Accounts {
  private readonly byKey = new Map<string, string>();
  private readonly byCredentials = new Map<string, string>();

  constructor(
    private readonly plan: Plan,
    private readonly modules: ConfiguredModules,
  ) {}

  /** Whether two resources are known to be made with the same credentials. */
  same(a: PlannedResource, b: PlannedResource): boolean {
    return this.of(a) === this.of(b);
  }

  /** The first provider configuration seen with a resource's credentials. */
  of(resource: PlannedResource): string {
    return this.first(this.providerOf(resource));
  }

  /** The credentials of a resource, where the root's own are others. */
  besideRoot(resource: PlannedResource | null | undefined): { readonly provider?: string } {
    const key = resource ? this.of(resource) : AWS;
    return key === this.first(AWS) ? {} : { provider: this.credentialsOf(key) };
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

  /** A module that inherits the default provider has a key of its own (`module.m:aws`) without a configuration. */
  private providerOf(resource: PlannedResource): string {
    const config = this.modules.configOf(resource);
    const key = config === undefined ? AWS : textIn(config, "provider_config_key");
    const provider = property(this.plan.providers, key);
    const inherits = !isJsonObject(provider) || property(provider, "expressions") === undefined;
    return inherits ? (key.split(":").at(-1) ?? key) : key;
  }

  private credentialsOf(key: string): string {
    return accountPart(objectIn(objectIn(this.plan.providers, key), "expressions"));
  }
}

/** The number of the account where the role that is assumed tells it, else all that the account may hang on. */
function accountPart(expressions: JsonObject): string {
  const [role] = listIn(expressions, "assume_role").slice(-1);
  const arn = JSON.stringify(role?.role_arn ?? "").replaceAll("\\", "");
  const account = /^(?:"|\{"constant_value":)"arn:[a-z-]+:iam::(\d{12}):role\/[^"]*"["}]$/.exec(arn)?.[1];
  const credentials = Object.entries(expressions).filter(([name]) => !BESIDE_THE_ACCOUNT.test(name));
  return account ?? JSON.stringify(credentials.sort(([one], [other]) => (one < other ? -1 : 1)));
}
