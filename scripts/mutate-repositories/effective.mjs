import { isFound } from "./config-mutations.mjs";
import { templatePath } from "./render-cloudformation.mjs";
import { planPath } from "./render-plan.mjs";
import { policyPath } from "./render-policy-json.mjs";
import { terraformPath } from "./render-terraform.mjs";

/** A copy of the repository with the roles that remain if files are gone, truncated, or not read. */
export function effective(repository) {
  const left = structuredClone(repository);
  const configured = isFound(left.config);
  // Files named by a group are read regardless of `files`.
  const grouped = left.format === "policy-json" && configured && left.config.groups;
  const files = configured && !grouped ? left.config.files : null;
  // A policy file alone doesn't show which principals the role trusts.
  if (left.format === "policy-json" && !grouped) for (const role of left.roles) role.trust = null;
  for (const damage of left.damage) applyDamage(left, damage, files);
  if (files !== null) for (const path of pathsOf(left)) if (!isLookedAt(path, files)) removeFile(left, path);
  return left;
}

function applyDamage(repository, { kind, path }, files) {
  // A glob in the configuration may match a file wherever it is moved.
  if (kind === "delete" || (kind === "rename" && files === null)) removeFile(repository, path);
  if (kind === "truncate" && path !== repository.config?.path) truncate(repository, path);
}

function pathsOf(repository) {
  return new Set(repository.roles.flatMap((role) => holders(repository, role).map(({ path }) => path)));
}

/** The files that contain a role's parts, and how to remove each part. */
function holders(repository, role) {
  const whole = (path) => [{ path, remove: () => Object.assign(role, { created: false }) }];
  switch (repository.format) {
    case "cloudformation-json":
    case "cloudformation-yaml":
      return whole(templatePath(repository.format, role.folder));
    case "terraform":
      return whole(terraformPath(role.folder));
    case "policy-json":
      return [
        ...role.policies.map((policy) => ({
          path: policyPath(role, policy.name),
          remove: () => Object.assign(policy, { attached: false }),
        })),
        { path: policyPath(role, "trust"), remove: () => Object.assign(role, { trust: null }) },
      ];
    default:
      return whole(planPath(repository));
  }
}

function removeFile(repository, path) {
  for (const role of repository.roles) {
    for (const holder of holders(repository, role)) if (holder.path === path) holder.remove();
  }
}

/** Truncated JSON can't be read. Truncated YAML and HCL may still be readable, but they have lost the last statement. */
function truncate(repository, path) {
  const { format } = repository;
  if (format !== "cloudformation-yaml" && format !== "terraform") {
    removeFile(repository, path);
    return;
  }
  const pathOf = (folder) => (format === "terraform" ? terraformPath(folder) : templatePath(format, folder));
  const there = repository.roles.filter(({ created, folder }) => created && pathOf(folder) === path);
  const role = there.at(-1);
  const written = (role?.policies ?? []).filter(
    ({ way, attached }) => way === "managed" || way === "arns" || (way === "inline" && attached),
  );
  // In a template, inline policies are in the role, before all others.
  const managed = format === "terraform" ? [] : written.filter(({ way }) => way !== "inline");
  const statements = (managed.length > 0 ? managed : written).at(-1)?.statements ?? [];
  if (statements.at(-1)?.effect === "Allow" && statements.at(-1).actions.length > 0) statements.pop();
}

/** Whether `files` matches a path. Supports only the globs in `config-mutations.mjs`. */
function isLookedAt(path, files) {
  const [first, second] = files;
  if (first === "more/**") return path.startsWith("more/");
  if (first === "**/*.yaml") return path.endsWith(".yaml");
  if (first === "**/*.json") return path.endsWith(".json") && !(second !== undefined && path.startsWith("more/"));
  return false;
}
