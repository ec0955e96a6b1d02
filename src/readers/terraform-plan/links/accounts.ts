import { isJsonObject, type JsonObject, property } from "../../../source/json-node.js";
import { objectIn, textIn } from "../plan/fields.js";
import type { Plan, PlannedResource } from "../plan/plan.js";
import type { ConfiguredModules } from "./configured-modules.js";

/** What of a provider's configuration does not decide which account it works in. IAM is the same in all regions. */
const BESIDE_THE_ACCOUNT = new Set(["region", "default_tags", "ignore_tags", "retry_mode", "max_retries"]);

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
    const key = this.providerOf(resource);
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
    const key = config === undefined ? "aws" : textIn(config, "provider_config_key");
    const provider = property(this.plan.providers, key);
    const inherits = !isJsonObject(provider) || property(provider, "expressions") === undefined;
    return inherits ? (key.split(":").at(-1) ?? key) : key;
  }

  private credentialsOf(key: string): string {
    return JSON.stringify(accountPart(objectIn(objectIn(this.plan.providers, key), "expressions")));
  }
}

function accountPart(expressions: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(expressions).filter(([name]) => !BESIDE_THE_ACCOUNT.has(name)));
}
