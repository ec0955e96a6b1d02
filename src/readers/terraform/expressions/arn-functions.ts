import { concatenate } from "../../../source/join-text.js";
import { type Node, textOf } from "../../../source/node.js";
import type { TerraformFunction } from "./terraform-function.js";

const SECTIONS = ["partition", "service", "region", "account_id", "resource"];

/** The sections after `arn:`. The last one may contain colons. Returns null if the text is unknown, and "fails" if it isn't an ARN. */
function sectionsOf(arn: Node | undefined): readonly string[] | "fails" | null {
  const text = arn === undefined ? undefined : textOf(arn);
  if (typeof text !== "string") return null;
  const [first, ...sections] = text.split(":");
  if (first !== "arn" || sections.length < SECTIONS.length) return "fails";
  return [...sections.slice(0, 4), sections.slice(4).join(":")];
}

const build: TerraformFunction = (args, place) => {
  const texts = args.map(textOf).filter((text) => text !== undefined);
  if (texts.length !== SECTIONS.length || args.length !== texts.length) return "fails";
  return concatenate(
    ["arn", ...texts].flatMap((text, at) => (at === 0 ? [text] : [":", text])),
    place,
  );
};

const parse: TerraformFunction = ([arn], place) => {
  const sections = sectionsOf(arn);
  if (sections === null || sections === "fails") return sections;
  const entries = SECTIONS.map((key, at) => ({
    ...{ key, keyPlace: place },
    value: { kind: "scalar", place, value: sections[at] ?? "" } as const,
  }));
  return { kind: "map", place, entries, collection: "object" };
};

const withoutPath: TerraformFunction = ([arn], place) => {
  const sections = sectionsOf(arn);
  if (sections === null || sections === "fails") return sections;
  const [partition, service, region, account, resource = ""] = sections;
  if (service !== "iam" || region !== "" || !resource.startsWith("role/")) return "fails";
  const name = resource.slice(resource.lastIndexOf("/") + 1);
  return { kind: "scalar", place, value: ["arn", partition, service, region, account, `role/${name}`].join(":") };
};

/** Functions of the AWS provider (https://registry.terraform.io/providers/hashicorp/aws/latest/docs, "Functions"). */
export const ARN_FUNCTIONS: Readonly<Record<string, TerraformFunction>> = {
  "provider::aws::arn_build": build,
  "provider::aws::arn_parse": parse,
  "provider::aws::trim_iam_role_path": withoutPath,
};
