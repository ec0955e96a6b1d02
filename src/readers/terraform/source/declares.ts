import type { SourceBlock } from "./source-block.js";

/**
 * Whether a module's blocks declare what a reference names (`var.x`, `data.aws_iam_policy.p`). Also returns true if
 * they may do so, because some blocks are missing.
 */
export function declares(blocks: ReadonlyMap<string, SourceBlock>, isPartial: boolean, subject: string): boolean {
  const [root = "", name = "", third = ""] = subject.split(".");
  switch (root) {
    case "var":
      return isPartial || blocks.has(`variable ${name}`);
    case "local":
      return isPartial || Boolean(blocks.get("locals")?.attribute(name));
    case "module":
      return isPartial || blocks.has(`module ${name}`);
    case "path":
      return /^(?:module|root|cwd)$/.test(name);
    case "terraform":
      return name === "workspace";
    case "each":
      return name === "key" || name === "value";
    case "count":
      return name === "index";
    default: {
      const key = third === "" ? `resource ${root} ${name}` : `${root} ${name} ${third}`;
      return name !== "" && (isPartial || blocks.has(key));
    }
  }
}
