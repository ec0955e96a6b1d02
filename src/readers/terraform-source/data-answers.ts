import type { Deployment } from "../../iam/deployment.js";
import { PARTITIONS, partitionOfRegion, urlSuffix } from "../../iam/regions.js";
import { isJsonObject, type JsonObject } from "../../source/json-node.js";
import { asPlanned } from "../terraform/expressions/constants.js";
import type { NamedValues } from "../terraform/expressions/named-values.js";
import type { Scope } from "../terraform/links/scope.js";
import { EMPTY, textIn } from "../terraform/model/fields.js";
import type { SourceAttribute, SourceBlock } from "../terraform/source/source-block.js";
import type { Answers, RemoteStates } from "./remote-states.js";
import type { SourceModule } from "./source-module.js";
import type { ResourceName } from "./source-resource.js";
import type { SourceRoot } from "./source-root.js";

const NOTHING: Answers = { values: EMPTY, unknown: EMPTY };

export const IN_ROOT: Scope = { module: [], key: null, forEach: undefined, owner: null };

/** The results of data sources, as far as they follow from the source, the declared deployment, or AWS's constants. */
export class DataAnswers {
  private readonly tags = new Map<string, JsonObject>();

  constructor(
    private readonly root: SourceRoot,
    private readonly deployment: Pick<Deployment, "accounts" | "regions" | "partition">,
    private readonly named: () => NamedValues,
    private readonly states: RemoteStates | null,
    /** Whether a provider has the same credentials as the root's default provider. */
    private readonly isOwn: (provider: string) => boolean,
  ) {}

  of(resource: ResourceName, module: SourceModule, block: SourceBlock): Answers {
    if (resource.type === "terraform_remote_state") return this.remoteState(module, block) ?? NOTHING;
    return { ...NOTHING, values: this.known(resource, module, block) };
  }

  /** The outputs of another root in the repository. */
  private remoteState(module: SourceModule, block: SourceBlock): Answers | null {
    // The values passed to a module are known only at its call.
    const isInRoot = module.path.length === 0 && block.attribute("workspace") === null;
    const [backend, config] = ["backend", "config"].map((name) => {
      const attribute = isInRoot ? block.attribute(name) : null;
      const node = attribute === null ? null : this.named().read(attribute, IN_ROOT);
      return node === null ? undefined : asPlanned(node, this.root.numbers, () => false).value;
    });
    if (typeof backend !== "string" || !isJsonObject(config)) return null;
    const outputs = this.states?.outputs(this.root.folder, backend, config) ?? null;
    return outputs && { values: { outputs: outputs.values }, unknown: { outputs: outputs.unknown } };
  }

  private known({ mode, type, name }: ResourceName, module: SourceModule, block: SourceBlock): JsonObject {
    const key = mode === "managed" ? `${type}.${name}` : `data.${type}.${name}`;
    const provider = textIn(module.resource(key) ?? EMPTY, "provider_config_key");
    if (mode === "managed") return type === "aws_iam_role" ? { tags_all: this.defaultTags(provider) } : EMPTY;
    switch (type) {
      case "aws_caller_identity": {
        const account = this.accountOf(provider);
        return account === null ? EMPTY : { account_id: account, id: account };
      }
      case "aws_partition":
        return partitionAnswers(this.partitionOf(provider));
      case "aws_region": {
        const region = block.attribute("name") ?? block.attribute("region") ?? block.attribute("endpoint");
        const known = region === null ? this.regionOf(provider) : null;
        return known === null ? EMPTY : { name: known, id: known, region: known };
      }
      default:
        return EMPTY;
    }
  }

  /** The account that all providers in the root use. Returns undefined if it is unknown. */
  account(): string | undefined {
    const accounts = new Set([...this.root.providerBlocks.keys()].map((key) => this.accountOf(key)));
    const [only] = accounts;
    return accounts.size === 1 ? (only ?? undefined) : undefined;
  }

  private partitionOf(provider: string): string | null {
    const region = this.regionOf(provider);
    const { partition } = this.deployment;
    if (region === null && partition !== null) return partition;
    const regions = region === null ? this.deployment.regions : [region];
    const partitions = new Set(regions.map(partitionOfRegion));
    const [only] = partitions;
    return partitions.size === 1 && only !== undefined ? only : null;
  }

  private regionOf(provider: string): string | null {
    const given = this.providerText(provider, "region");
    const [only, ...others] = this.deployment.regions;
    return given ?? (only !== undefined && others.length === 0 ? only : null);
  }

  /** The account that a provider's configuration names. Returns null unless there is exactly one. */
  namedAccount(provider: string): string | null {
    const block = this.root.providerBlocks.get(provider);
    // References in a module's provider don't refer to the root's values.
    const read = (attribute: SourceAttribute | null) =>
      attribute === null || (provider.includes(":") && this.root.constant(attribute) === undefined)
        ? null
        : this.named().read(attribute, IN_ROOT);
    const allowed = read(block?.attribute("allowed_account_ids") ?? null);
    const [account, ...more] = allowed?.kind === "list" ? allowed.items : [];
    if (account?.kind === "scalar" && more.length === 0) return String(account.value);
    const role = read(block?.nested("assume_role").at(-1)?.block.attribute("role_arn") ?? null);
    return role?.kind === "scalar" ? accountIn(String(role.value)) : null;
  }

  private accountOf(provider: string): string | null {
    const named = this.namedAccount(provider);
    if (named !== null || this.root.providerBlocks.get(provider)?.nested("assume_role").length) return named;
    // A single account is declared. Other providers may use different accounts.
    const all = [...this.root.module.blocks.keys()].filter((key) => /^provider aws\b/.test(key));
    if (all.length > 1 && !this.isOwn(provider)) return null;
    const [only, ...others] = this.deployment.accounts;
    return only !== undefined && others.length === 0 ? only : null;
  }

  /** The tags that a provider adds to everything it creates. */
  private defaultTags(provider: string): JsonObject {
    const known = this.tags.get(provider);
    if (known !== undefined) return known;
    // Prevents endless recursion if the tags are built from a role's own tags.
    this.tags.set(provider, EMPTY);
    const block = provider.includes(":") ? undefined : this.root.providerBlocks.get(provider);
    const attribute = block?.nested("default_tags")[0]?.block.attribute("tags") ?? null;
    const node = attribute === null ? null : this.named().read(attribute, IN_ROOT);
    const value = node === null ? null : asPlanned(node, this.root.numbers, () => false).value;
    const tags = isJsonObject(value) ? value : EMPTY;
    this.tags.set(provider, tags);
    return tags;
  }

  private providerText(provider: string, name: string): string | null {
    const attribute = this.root.providerBlocks.get(provider)?.attribute(name) ?? null;
    const node = attribute === null || provider.includes(":") ? null : this.named().read(attribute, IN_ROOT);
    return node?.kind === "scalar" && typeof node.value === "string" ? node.value : null;
  }
}

function accountIn(arn: string): string | null {
  return /^arn:[a-z-]+:iam::(\d{12}):role\//.exec(arn)?.[1] ?? null;
}

function partitionAnswers(partition: string | null): JsonObject {
  if (partition === null || !PARTITIONS.includes(partition)) return EMPTY;
  const suffix = urlSuffix(partition);
  const isCommon = partition === "aws" || partition === "aws-cn" || partition === "aws-us-gov";
  return { partition, id: partition, ...(isCommon ? { dns_suffix: suffix } : {}) };
}
