import type { Role } from "../iam/model.js";
import { parentOf } from "../source/folder-path.js";
import { fileOf } from "../source/place.js";
import type { TextFile } from "../source/text-file.js";
import type { SourceUse } from "./source-use.js";

/** Whether the block attaches policies only to roles. If it refers to a role, that role is in the model. */
export function isOfRoles({ header: [, label = ""], block }: SourceUse): boolean {
  return label === "aws_iam_policy_attachment"
    ? !/\s(?:users|groups)\s*=(?!\s*\[\s*\])/.test(block)
    : label.startsWith("aws_iam_role");
}

/** Whether `said`, in a block that attaches a policy, refers to the role by its name, or by its address in the same module. */
export function isCalled({ id, name, place, removed }: Role, said: string, { path }: TextFile): boolean {
  const isOfBlock = parentOf(fileOf(place)) === parentOf(path) && `.${withoutKeys(id)}`.endsWith(`.${said}`);
  return !removed && (name === said || isOfBlock);
}

/**
 * The roles that a block attaches policies to, with "" for an unknown one. Returns [""] if the block doesn't attach policies only to roles.
 */
export function rolesIn(use: SourceUse): readonly string[] {
  const [, label = "", own = ""] = use.header;
  if (label === "aws_iam_role") return [`${label}.${own}`];
  const [, value = ""] = (isOfRoles(use) && /\brole(?:s|_name)?\s*=\s*(\[[^\]]*\]|.*)/.exec(use.block)) || [];
  return value
    .replace(/^\[|,?\s*\]$/g, "")
    .split(",")
    .map((one) => {
      const [, address, name] = /^(aws_iam_role\.[\w-]+)(?:\[.*\])?\.\w+$|^"([^"$]+)"$/.exec(one.trim()) ?? [];
      return address ?? name ?? "";
    });
}

/** Removes the instance keys from an address. */
export function withoutKeys(address: string): string {
  return address.replace(/\[[^[\]]*\]/g, "");
}
