import type { CheckOptions, Group } from "../config/options.js";
import type { CoveredRole } from "./covered-role.js";

type Naming = Pick<CheckOptions, "roles" | "groups">;

/**
 * Returns a role of the base with help on putting back configuration lines: the ones that named or created the role on the base and that
 * the head's configuration has dropped.
 */
export function withDroppedLines(role: CoveredRole, before: Naming, now: Naming): CoveredRole {
  const { format, id } = role.identity;
  const there = new Set(now.roles.map(({ text }) => text));
  const isGone = ({ name }: Group) =>
    format === "policy-json" && name === id && now.groups.every((group) => group.name !== name);
  const dropped = [
    ...role.lines.filter((line) => !there.has(line)).map((line) => `\`${line}\` in \`roles\``),
    ...before.groups.filter(isGone).map((group) => `\`${groupLine(group)}\` in \`groups\``),
  ].join(" and ");
  return dropped === "" ? role : { ...role, putBack: `put back ${dropped}, or ` };
}

function groupLine({ name, policies, trust, boundary }: Group): string {
  const parts = Object.entries({ policies, trust, boundary }).filter(([, files]) => files.length > 0);
  return `${name}: { ${parts.map(([part, files]) => `${part}: [${files.join(", ")}]`).join(", ")} }`;
}
