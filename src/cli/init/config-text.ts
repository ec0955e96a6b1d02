import type { Report, ReportedRole } from "../../report/report.js";
import { visible } from "../../report/visible.js";
import { formatLocation } from "../../source/location.js";
import { plural } from "../../source/plural.js";

const EXAMPLE_ROLE = "  VeeamDeployRole: [backup, restore]";

export interface ConfigSettings {
  /** A version, or the path of a requirements file. */
  readonly requirements: string;
  readonly appliance: readonly string[];
  /** Files, folders, and globs. Empty for the default. */
  readonly files: readonly string[];
  /** Policies split across files. */
  readonly groups?: readonly { readonly name: string; readonly files: readonly string[]; readonly list: string }[];
}

/** Renders a commented configuration for a report's roles. The report's paths are relative to the repository's root. */
export function configText(report: Report, { requirements, appliance, files, groups = [] }: ConfigSettings): string {
  const { roles, notChecked } = report;
  const met =
    roles.length === 0
      ? ""
      : ` This one is fully met by ${countSatisfiedRoles(report)} of ${plural(roles.length, "role")}.`;
  const lines = [
    "# What worker-iam-check checks; docs/configuration.md of its repository describes every setting.",
    "",
    `# The version of your appliance: 7, 10, or 13.1.${met}`,
    `requirements: ${JSON.stringify(requirements)}`,
    "",
    "# The ARN of the appliance's impersonation role. Without it, any AWS principal counts as the appliance.",
    appliance.length === 0
      ? "# appliance: arn:aws:iam::111122223333:role/veeam-impersonation"
      : `appliance: ${flowList(appliance)}`,
    "",
    ...(files.length === 0 ? [] : ["# Where the roles are.", `files: ${flowList(files)}`, ""]),
    ...groupLines(groups),
    ...roleLines(roles),
  ];
  if (notChecked.length > 0) {
    lines.push("", "# Found but not checked. Add a role to `roles` to check it, or set it to `ignore`:");
    for (const { id, reason } of notChecked) lines.push(`# ${visible(id)}: ${visible(reason)}`);
  }
  return `${lines.join("\n")}\n`;
}

/** The number of roles that are granted everything they are checked for. */
export function countSatisfiedRoles({ roles }: Report): number {
  return roles.filter(({ kinds }) => Object.values(kinds).every((kind) => kind.granted === kind.required)).length;
}

function roleLines(roles: readonly ReportedRole[]): readonly string[] {
  const comment = "# What each worker role is for.";
  if (roles.length === 0) return [`${comment} No worker roles were found.`, "# roles:", `# ${EXAMPLE_ROLE}`];
  const lines = new Map<string, [kinds: string, places: string[]]>();
  const notTold: string[] = [];
  for (const { id, kinds, location } of roles) {
    const name = key(id);
    const list = Object.keys(kinds).join(", ");
    const place = visible(formatLocation(location));
    const [known, places] = lines.get(name) ?? [list, []];
    if (known === list) lines.set(name, [list, [...places, place]]);
    else notTold.push(`  # No line can distinguish another ${name}: [${list}] # ${place}`);
  }
  const written = [...lines].map(([name, [list, places]]) => `  ${name}: [${list}] # ${places.join(", ")}`);
  return [comment, "roles:", ...written, ...notTold];
}

function groupLines(groups: Required<ConfigSettings>["groups"]): readonly string[] {
  if (groups.length === 0) return [];
  const lines = groups.map(({ name, files, list }) => `  ${key(name)}: { policies: ${flowList(files)} } # ${list}`);
  return ["# Files that together cover a list, or most of it, for one role.", "groups:", ...lines, ""];
}

function flowList(texts: readonly string[]): string {
  return `[${texts.map((text) => JSON.stringify(text)).join(", ")}]`;
}

/** A role's ID as a YAML key, quoted if necessary. Terraform addresses can contain quotes and brackets. */
function key(id: string): string {
  return /^[A-Za-z][\w.-]*$/.test(id) && !/^(?:true|false|null|yes|no|on|off|y|n)$/i.test(id) ? id : JSON.stringify(id);
}
