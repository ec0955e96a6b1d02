import type { OtherHolder, Role } from "../../iam/model.js";
import type { JsonObject, JsonValue } from "../../source/json-node.js";
import { type Node, showText } from "../../source/node.js";
import { once } from "../../source/once.js";
import { oncePer } from "../../source/once-per.js";
import { filePlace, type Place } from "../../source/place.js";
import type { FileProblem, ReadContext, ReadResult } from "../reader.js";
import { type AsPlanned, asPlanned, UNKNOWN } from "../terraform/expressions/constants.js";
import { NamedValues } from "../terraform/expressions/named-values.js";
import { PlannedValues } from "../terraform/expressions/planned-values.js";
import { Accounts } from "../terraform/links/accounts.js";
import { ConfiguredModules } from "../terraform/links/configured-modules.js";
import type { Plan, PlannedResource } from "../terraform/model/plan.js";
import { ManagedPolicies } from "../terraform/roles/policies.js";
import { planRoles } from "../terraform/roles/roles.js";
import { isStanding, standingPolicies } from "../terraform/roles/standing-policies.js";
import { Secrets } from "../terraform/secrets/secrets.js";
import { refusal } from "../terraform/source/source-problems.js";
import { absentModules, elsewhere, ofRootWithError, passedToModules, withPassedToModules } from "./absent-modules.js";
import { isDeployed } from "./choose-roots.js";
import { DataAnswers, IN_ROOT } from "./data-answers.js";
import { definitionIn } from "./definitions.js";
import type { Environment } from "./environments.js";
import { Identities } from "./identities.js";
import { otherHolders } from "./other-holders.js";
import { failingNames, refusedValues } from "./refused-values.js";
import type { Answers, RemoteStates } from "./remote-states.js";
import { RootSources } from "./root-sources.js";
import { SourceDocuments } from "./source-documents.js";
import type { SourceFolders } from "./source-folders.js";
import { SourceInstances } from "./source-instances.js";
import { SourceLinks } from "./source-links.js";
import { SourceRoot } from "./source-root.js";
import { SourceValues } from "./source-values.js";
import type { Written } from "./stale-parts.js";

/**
 * Reads a root module's roles from its source. Evaluates every value that a plan would show. All other values are
 * unknown, as in a plan.
 * @param given values of the root's variables, which replace its values files
 */
export function readRoot(
  folder: string,
  folders: SourceFolders,
  context: ReadContext,
  given: JsonObject | null = null,
  states: RemoteStates | null = null,
  { varFile, workspace }: Pick<Environment, "varFile" | "workspace"> = { varFile: null, workspace: null },
): ReadResult &
  Written & { readonly outputs: () => Answers; readonly holders: (withRoles: boolean) => readonly OtherHolder[] } {
  const root = new SourceRoot(folders, folder, context.budget, given, varFile);
  const all = once(() => instances.all());
  const plan: Plan = {
    get resources() {
      return iam();
    },
    others: () => [],
    root: root.module,
    providers: root.providers,
    variables: root.inputs.values,
    workspace,
  };
  // A policy that a data source reads is AWS managed or looked up by name. The root doesn't create it.
  const iam = once(() => all().filter(({ mode, type }) => mode === "managed" || type !== "aws_iam_policy"));
  const secrets = new Secrets([]);
  const modules = new ConfiguredModules(plan);
  const sources = new RootSources(root, context, modules);
  const values = new SourceValues(
    modules,
    sources,
    () => named,
    () => planned,
    root.numbers,
  );
  const answers = new DataAnswers(
    root,
    { ...(context.deployment ?? NOWHERE), partition: context.partition ?? null },
    () => named,
    states,
    (provider) => accounts.areOwn(provider),
  );
  const instances: SourceInstances = new SourceInstances(
    root.module,
    values,
    () => named,
    (...args) => answers.of(...args),
  );
  const links = new SourceLinks(plan, modules, instances, (owner, name) => sources.expression(owner, name), values);
  const planned: PlannedValues = new PlannedValues(
    secrets,
    (data) => documents.ofData(data),
    (resource, attribute) => values.value(resource, [attribute]),
    root.numbers,
  );
  const blocks = root.module.blocks.size;
  const named: NamedValues = new NamedValues(plan, modules, instances, sources, planned, context.budget, blocks);
  const placeOf = sources.placeOf.bind(sources);
  const documents: SourceDocuments = new SourceDocuments(values, placeOf, links, modules, sources, secrets, values);
  const file = folder || ".";
  const accounts: Accounts = new Accounts(plan, modules, (key) => answers.namedAccount(key));
  const absent = absentModules(instances, root.module);
  const handed = passedToModules(absent, plan, named, links);
  const isElsewhere = elsewhere(absent, handed);
  const format = "terraform-source";
  const nodeOf = (one: PlannedResource, name: string): Node | null => values.value(one, [name]);
  const reading = { plan, modules, links, sources, documents, accounts, file, format, isElsewhere, nodeOf } as const;
  const roles = planRoles({ ...reading, policies: new ManagedPolicies(reading) });
  // If there are no other IAM resources, an unavailable local module can't affect any role here.
  const isAlone = plan.resources.length === 0;
  const faults = sources.problems();
  const byValue =
    given === null && root.refused === undefined
      ? [...refusedValues(all(), (one) => sources.blockOf(one), values), ...failingNames(root.module.blocks, named)]
      : [];
  const refusals = new Map(byValue.map(({ message, place }) => [message, refusal(message, place)]));
  const refused = root.refused ?? [...refusals.values()][0];
  // With a plan's variables, the source is compared with the plan as it is, even if Terraform rejects it.
  const isChecked = refused === undefined || given !== null;
  const checked = isChecked ? withPassedToModules(roles, handed, root.gaps) : ofRootWithError(roles, refused);
  const costly = [...named.tooCostly].map(([attribute, place]) => tooCostly(attribute, place));
  const byAddress = once(() => new Map(plan.resources.map((one) => [one.address, one])));
  const ignores = (address: string, attributes: string): boolean => {
    const resource = byAddress().get(address);
    const [lifecycle] = (resource && sources.blockOf(resource)?.nested("lifecycle")) ?? [];
    const ignored = lifecycle?.block.attribute("ignore_changes")?.expression ?? "";
    return new RegExp(`\\b(?:all|${attributes})\\b`).test(ignored);
  };
  const partialNameOf = ({ id, name, partialName }: Role): Pick<Role, "partialName"> => {
    const resource = name === null && partialName === undefined ? byAddress().get(id) : undefined;
    const node = resource === undefined ? null : values.value(resource, ["name"]);
    return node?.kind === "partial" ? { partialName: showText(node) } : {};
  };
  const account = answers.account();
  const inAccount = account === undefined ? {} : { account };
  const { blocks: written } = root.module;
  const isRooted =
    folder === context.terraformRoot ||
    Object.keys(root.inputs.values).length > 0 ||
    [...written.keys()].some((key) => key.startsWith("provider ")) ||
    isDeployed(written);
  const outputs = (): Answers => {
    const names = root.module.outputNames();
    const all = names.map((name) => {
      const attribute = root.module.blocks.get(`output ${name}`)?.attribute("value") ?? null;
      const node = attribute === null ? null : named.read(attribute, IN_ROOT);
      return [
        name,
        node === null
          ? UNKNOWN
          : asPlanned(node, root.numbers, (one) => one.kind !== "scalar" && values.originOf(one) !== undefined),
      ] as const;
    });
    const of = (part: (one: AsPlanned) => JsonValue): JsonObject =>
      Object.fromEntries(all.map(([name, one]) => [name, part(one)]));
    return { values: of(({ value }) => value ?? null), unknown: of(({ unknown }) => unknown) };
  };
  const identitiesIn = oncePer((role: Role) => {
    const resource = byAddress().get(role.id);
    const scope = resource === undefined ? null : modules.scopeOf(resource);
    return new Identities({ named, sources, instances, values, place: filePlace(file), scope });
  });
  const holders = (withRoles: boolean): readonly OtherHolder[] =>
    otherHolders({ ...reading, values, named }, instances, absent, withRoles);
  return {
    ignores,
    lacks: (address) => instances.lacks(address),
    outputs,
    modules: [...new Set(instances.folders())],
    others: () => holders(false),
    holders,
    standing: once(() => standingPolicies(reading, instances.all(isStanding))),
    roles: checked.map((role) => ({
      ...inAccount,
      ...role,
      untracked: sources.untracked,
      ...partialNameOf(role),
      definitionOf: (text: string) => definitionIn(root, text),
      identityOf: (part) => identitiesIn(role).part(part),
      isRooted,
    })),
    problems: [
      ...faults,
      ...refusals.values(),
      ...absent.flatMap(({ fault }) => (isAlone ? [] : (fault ?? []))),
      ...instances.excess,
      ...costly,
      ...(instances.isTooMuch ? [tooMuch(file)] : []),
    ],
    passedOver: absent
      .filter(({ fault }) => isAlone || fault === null)
      .map(({ id, reason, place }) => ({ id, reason, place })),
  };
}

const NOWHERE = { accounts: [], regions: [] };

function tooMuch(folder: string): FileProblem {
  const message = `${folder} has more modules and resources than the check evaluates`;
  return { message, help: "leave it out with `files`, or check plans of its parts", place: filePlace(folder) };
}

function tooCostly(attribute: string, place: Place): FileProblem {
  return {
    message: `${attribute} can't be evaluated: its expression is too complex`,
    help: "make the expression smaller, or leave the folder out with `files`",
    place,
  };
}
